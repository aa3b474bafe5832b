import type { CurvePoint } from './record';

const width = 640;
const height = 260;
const margin = { left: 48, right: 48, top: 16, bottom: 36 };

/** The loss (falling, left axis) and the accuracy (rising, right axis) by images seen, as an SVG. */
export function curvePlot(curve: readonly CurvePoint[]): string {
  const most = Math.max(...curve.map(({ images }) => images));
  const highest = Math.ceil(Math.max(...curve.map(({ loss }) => loss)));
  const x = (images: number) => margin.left + (images / most) * (width - margin.left - margin.right);
  const y = (share: number) => height - margin.bottom - share * (height - margin.top - margin.bottom);
  const line = (shareOf: (point: CurvePoint) => number, colour: string) => {
    const points = curve.map(point => `${x(point.images).toFixed(1)},${y(shareOf(point)).toFixed(1)}`).join(' ');
    return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2"/>`;
  };
  const label = (atX: number, atY: number, anchor: string, text: string, colour = '#666') =>
    `<text x="${atX}" y="${atY}" text-anchor="${anchor}" fill="${colour}">${text}</text>`;
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap(share => [
    `<path d="M${margin.left} ${y(share)}H${width - margin.right}" stroke="#ccc" stroke-width="0.5"/>`,
    label(margin.left - 6, y(share) + 4, 'end', (share * highest).toFixed(1), '#b5502f'),
    label(width - margin.right + 6, y(share) + 4, 'start', `${share * 100} %`, '#2f6fb5'),
    label(x(share * most), height - margin.bottom + 16, 'middle', `${Math.round((share * most) / 1000)}k`),
  ]);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">`,
    `<title>Loss and accuracy of the pre-training by images seen</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...ticks,
    line(({ loss }) => loss / highest, '#b5502f'),
    line(({ accuracy }) => accuracy, '#2f6fb5'),
    label(width / 2, height - 6, 'middle', 'images seen; loss in nats (left), accuracy (right)'),
    '</svg>\n',
  ].join('\n');
}
