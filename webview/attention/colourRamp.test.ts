import { expect, test } from 'vitest';
import { type ColourRamp, cellColours, divergingRamp, luminance, sequentialRamp } from './colourRamp';

type Color = readonly [number, number, number];

/** Oklab of a colour, computed from what the screen shows, not from how the ramp was made. */
function oklab([red, green, blue]: Color): Color {
  const [r, g, b] = [red, green, blue].map(part => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const at = (ramp: ColourRamp, index: number): Color => [ramp[3 * index], ramp[3 * index + 1], ramp[3 * index + 2]];
/** Sixteen colours evenly along a ramp. */
const samples = (ramp: ColourRamp) => Array.from({ length: 16 }, (_, i) => oklab(at(ramp, 17 * i)));
const distance = (a: Color, b: Color) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

test('equal steps along the sequential ramp look about equal, and each is lighter than the one before', () => {
  const colors = samples(sequentialRamp);
  const steps = colors.slice(1).map((color, i) => distance(color, colors[i]));
  expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.5);
  for (const [i, color] of colors.slice(1).entries()) expect(color[0]).toBeGreaterThan(colors[i][0] + 0.03);
});

test('the diverging ramp is as dark on one side as on the other, and nearly white in the middle', () => {
  const colors = samples(divergingRamp);
  colors.forEach((color, i) => expect(color[0]).toBeCloseTo(colors[15 - i][0], 1));
  const [, a, b] = oklab(at(divergingRamp, 127));
  expect(Math.hypot(a, b)).toBeLessThan(0.01);
});

test('what is written on a cell is easy to read wherever the value lies', () => {
  for (const ramp of [sequentialRamp, divergingRamp]) {
    for (let i = 0; i <= 20; i++) {
      const { fill, ink } = cellColours(ramp, i / 20);
      const [red, green, blue] = (fill.match(/\d+/g) ?? []).map(Number);
      const [dark, light] = [luminance(red, green, blue), ink === '#ffffff' ? 1 : 0].sort((a, b) => a - b);
      expect((light + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(4.5);
    }
  }
});
