/** A point or direction in space: x to the right, y up, z towards the eye. */
export type Vector = readonly [number, number, number];

/** The kinds of the sample's bodies: its classes. */
export const solids = ['cone', 'cube', 'cylinder', 'pyramid', 'sphere', 'torus'] as const;
export type Solid = (typeof solids)[number];

/** Distance from a point to the surface of a body about the size of the unit ball, negative inside; or a bound on it. */
export const distanceTo: Readonly<Record<Solid, (point: Vector) => number>> = {
  cone: ([x, y, z]) => pointed(Math.hypot(x, z), y, 0.85),
  cube: ([x, y, z]) => inBox(Math.abs(x) - 0.68, Math.abs(y) - 0.68, Math.abs(z) - 0.68),
  cylinder: ([x, y, z]) => inBox(Math.hypot(x, z) - 0.6, Math.abs(y) - 0.8, -1),
  pyramid: ([x, y, z]) => pointed(Math.max(Math.abs(x), Math.abs(z)), y, 0.75),
  sphere: ([x, y, z]) => Math.hypot(x, y, z) - 0.9,
  torus: ([x, y, z]) => Math.hypot(Math.hypot(x, z) - 0.7, y) - 0.28,
};

/** From a base of that half width at y = -0.8 to a point at 0.9, where `across` is the distance to the axis. */
function pointed(across: number, y: number, base: number): number {
  const height = 1.7;
  const slope = Math.hypot(height, base);
  return Math.max(((across - base) * height + (y + 0.8) * base) / slope, -0.8 - y);
}

function inBox(x: number, y: number, z: number): number {
  const outside = Math.hypot(Math.max(x, 0), Math.max(y, 0), Math.max(z, 0));
  return outside + Math.min(0, Math.max(x, y, z));
}
