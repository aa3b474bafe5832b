/** A decoded image: 8-bit sRGB, rows of interleaved red, green and blue, `data.length = width * height * 3`. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A part of an image in whole pixels; `x` and `y` are its upper left corner. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The pixels within a rectangle that lies inside the image; the image itself where the rectangle covers it. */
export function crop(image: RgbImage, { x, y, width, height }: Rectangle): RgbImage {
  if (x < 0 || y < 0 || x + width > image.width || y + height > image.height) {
    throw new RangeError(
      `A crop of ${width}x${height} at ${x},${y} does not lie inside an image of ${image.width}x${image.height}`,
    );
  }
  if (width === image.width && height === image.height) return image;
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const start = ((y + row) * image.width + x) * 3;
    data.set(image.data.subarray(start, start + width * 3), row * width * 3);
  }
  return { width, height, data };
}

/** The image mirrored left to right. */
export function flipHorizontally(image: RgbImage): RgbImage {
  const { width, height, data } = image;
  const flipped = new Uint8Array(data.length);
  for (let row = 0; row < height; row++) {
    const left = row * width * 3;
    for (let column = 0; column < width; column++) {
      const from = left + column * 3;
      const to = left + (width - 1 - column) * 3;
      flipped[to] = data[from];
      flipped[to + 1] = data[from + 1];
      flipped[to + 2] = data[from + 2];
    }
  }
  return { width, height, data: flipped };
}
