/**
 * A message as VS Code carries it between a page and the extension host: JSON, and the bytes of array buffers. What JSON
 * drops (undefined, Map, Date …) is dropped here too. Used in the test and, as source text, in the page: it may refer to
 * nothing outside of itself.
 */
export function packed(message: unknown): string {
  const base64 = (bytes: Uint8Array) => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    return btoa(text);
  };
  return JSON.stringify(message, (_, value: unknown) => {
    if (value instanceof ArrayBuffer) return { $buffer: base64(new Uint8Array(value)), $type: 'ArrayBuffer' };
    if (!ArrayBuffer.isView(value)) return value;
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return { $buffer: base64(bytes), $type: value.constructor.name };
  });
}

/** The message that `packed` carries; refers to nothing outside of itself. */
export function unpacked(text: string): unknown {
  const views = new Map<unknown, (buffer: ArrayBuffer) => ArrayBufferView>([
    ['Int8Array', buffer => new Int8Array(buffer)],
    ['Uint8Array', buffer => new Uint8Array(buffer)],
    ['Uint8ClampedArray', buffer => new Uint8ClampedArray(buffer)],
    ['Int16Array', buffer => new Int16Array(buffer)],
    ['Uint16Array', buffer => new Uint16Array(buffer)],
    ['Int32Array', buffer => new Int32Array(buffer)],
    ['Uint32Array', buffer => new Uint32Array(buffer)],
    ['Float32Array', buffer => new Float32Array(buffer)],
    ['Float64Array', buffer => new Float64Array(buffer)],
  ]);
  return JSON.parse(text, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('$buffer' in value) || !('$type' in value)) return value;
    const { buffer } = Uint8Array.from(atob(String(value.$buffer)), character => character.charCodeAt(0));
    return views.get(value.$type)?.(buffer) ?? buffer;
  });
}
