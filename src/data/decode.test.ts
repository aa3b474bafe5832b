import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test as plain } from 'vitest';
import { decodeImage, UndecodableImage } from './decode';
import { expected, fixtureFile } from './pillowFixtures';
import { test, writeText } from './temporaryFolder';

const red = { r: 255, g: 0, b: 0 };

plain.each(expected.decode)('$image decodes to the bytes of Pillow', async ({ image, data }) => {
  const decoded = await decodeImage(fixtureFile(image));
  expect([decoded.width, decoded.height]).toEqual([61, 23]);
  expect(Buffer.compare(decoded.data, data)).toBe(0);
});

describe('an image becomes three channels of eight bits', () => {
  test('from grey', async ({ folder }) => {
    const file = join(folder, 'grey.png');
    await sharp(Buffer.of(0, 90, 255), { raw: { width: 3, height: 1, channels: 1 } })
      .toColourspace('b-w')
      .png()
      .toFile(file);
    expect([...(await decodeImage(file)).data]).toEqual([0, 0, 0, 90, 90, 90, 255, 255, 255]);
  });

  test('from 16 bits', async ({ folder }) => {
    const file = join(folder, 'deep.png');
    const pixels = Uint16Array.of(0, 0x80ff, 0xffff);
    await sharp(pixels, { raw: { width: 1, height: 1, channels: 3 } })
      .toColourspace('rgb16')
      .png()
      .toFile(file);
    expect((await sharp(file).metadata()).depth).toBe('ushort');
    expect([...(await decodeImage(file)).data]).toEqual([0, 0x80, 0xff]);
  });

  test('from CMYK', async ({ folder }) => {
    const file = join(folder, 'print.jpg');
    await sharp({ create: { width: 8, height: 8, channels: 3, background: { r: 250, g: 250, b: 250 } } })
      .toColourspace('cmyk')
      .jpeg()
      .toFile(file);
    const { data } = await decodeImage(file);
    expect(data.length).toBe(8 * 8 * 3);
    expect(Math.min(...data)).toBeGreaterThan(235);
  });

  test('from transparency, which is laid on white', async ({ folder }) => {
    const file = join(folder, 'transparent.png');
    await sharp(Buffer.of(0, 0, 0, 0, 10, 20, 30, 255), { raw: { width: 2, height: 1, channels: 4 } })
      .png()
      .toFile(file);
    expect([...(await decodeImage(file)).data]).toEqual([255, 255, 255, 10, 20, 30]);
  });

  test('from an animation, of which the first frame counts', async ({ folder }) => {
    const file = join(folder, 'animated.gif');
    const frame = (background: typeof red) => ({ create: { width: 4, height: 4, channels: 3 as const, background } });
    const frames = await Promise.all(
      [red, { r: 0, g: 0, b: 255 }].map(colour => sharp(frame(colour)).png().toBuffer()),
    );
    await sharp(frames, { join: { animated: true } })
      .gif()
      .toFile(file);
    expect((await sharp(file).metadata()).pages).toBe(2);
    const { width, height, data } = await decodeImage(file);
    expect([width, height, ...data.subarray(0, 3)]).toEqual([4, 4, 255, 0, 0]);
  });
});

test('the orientation that a camera noted is applied', async ({ folder }) => {
  const file = join(folder, 'rotated.png');
  await sharp(Buffer.of(1, 1, 1, 2, 2, 2), { raw: { width: 2, height: 1, channels: 3 } })
    .withMetadata({ orientation: 6 })
    .png()
    .toFile(file);
  const { width, height, data } = await decodeImage(file);
  expect([width, height, ...data]).toEqual([1, 2, 1, 1, 1, 2, 2, 2]);
});

test('a colour profile does not change the pixels of an RGB image', async ({ folder }) => {
  const file = join(folder, 'p3.png');
  await sharp({ create: { width: 1, height: 1, channels: 3, background: red } })
    .withIccProfile('p3')
    .png()
    .toFile(file);
  const stored = await sharp(file, { ignoreIcc: true }).raw().toBuffer();
  expect([...(await decodeImage(file)).data]).toEqual([...stored]);
  expect([...stored]).not.toEqual([255, 0, 0]);
});

describe('a file that is no whole image is refused with its reason', () => {
  test('when it is text', async ({ folder }) => {
    const file = await writeText(folder, 'note.jpg');
    await expect(decodeImage(file)).rejects.toThrow(UndecodableImage);
    await expect(decodeImage(file)).rejects.toMatchObject({
      file,
      reason: expect.stringContaining('supported format'),
    });
  });

  test('when it is empty', async ({ folder }) => {
    await expect(decodeImage(await writeText(folder, 'a.png', ''))).rejects.toMatchObject({
      reason: 'the file is empty',
    });
  });

  test('when it is a folder', async ({ folder }) => {
    await expect(decodeImage(folder)).rejects.toMatchObject({ reason: 'it is a folder, not an image' });
  });

  test('when it is missing', async ({ folder }) => {
    await expect(decodeImage(join(folder, 'a.png'))).rejects.toMatchObject({ reason: 'the file is missing' });
  });

  test('when it is a BMP', async ({ folder }) => {
    const file = await writeText(folder, 'a.BMP', 'BM');
    await expect(decodeImage(file)).rejects.toMatchObject({ reason: 'BMP is not supported, convert it to PNG' });
  });

  test('when it was cut off', async ({ folder }) => {
    for (const name of ['wide.jpg', 'wide.png', 'wide.webp']) {
      const whole = await readFile(fixtureFile(name));
      const file = join(folder, name);
      await writeFile(file, whole.subarray(0, Math.floor(whole.length * 0.7)));
      await expect(decodeImage(file)).rejects.toMatchObject({ file, reason: 'the file is damaged or cut short' });
    }
  });

  test('when it is cut off within its header', async ({ folder }) => {
    const file = join(folder, 'start.jpg');
    await writeFile(file, (await readFile(fixtureFile('wide.jpg'))).subarray(0, 40));
    await expect(decodeImage(file)).rejects.toMatchObject({ reason: 'the file is damaged or cut short' });
  });

  // Root may read anything.
  test.skipIf(process.getuid?.() === 0)('when it may not be read', async ({ folder }) => {
    const file = await writeText(folder, 'secret.png');
    await chmod(file, 0);
    await expect(decodeImage(file)).rejects.toMatchObject({
      reason: 'the file may not be read, check its permissions',
    });
  });

  test('when bytes within it are damaged', async ({ folder }) => {
    const bytes = await readFile(fixtureFile('wide.png'));
    bytes[Math.floor(bytes.length / 2)] ^= 0xff;
    const file = join(folder, 'damaged.png');
    await writeFile(file, bytes);
    await expect(decodeImage(file)).rejects.toMatchObject({ reason: 'the file is damaged or cut short' });
  });
});
