/** Colours of a scale as 256 triples of red, green and blue, from the low end to the high one. */
export type ColourRamp = Uint8ClampedArray;

/** A colour in Oklab's cylinder (Ottosson, 2020): lightness from 0 to 1, chroma, hue in degrees. */
interface Lch {
  readonly lightness: number;
  readonly chroma: number;
  readonly hue: number;
}

const steps = 256;

/** Linear red, green and blue, each within 0 and 1 if the screen can show the colour. */
function linearRgb({ lightness, chroma, hue }: Lch): readonly [number, number, number] {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

const isShown = (color: Lch) => linearRgb(color).every(part => part >= -1e-6 && part <= 1 + 1e-6);

/** The colour, or as much of its chroma as the screen can show. */
function shown(color: Lch): Lch {
  if (isShown(color)) return color;
  let [low, high] = [0, color.chroma];
  for (let i = 0; i < 20; i++) {
    const chroma = (low + high) / 2;
    if (isShown({ ...color, chroma })) low = chroma;
    else high = chroma;
  }
  return { ...color, chroma: low };
}

const gamma = (part: number) => (part <= 0.0031308 ? 12.92 * part : 1.055 * part ** (1 / 2.4) - 0.055);

function ramp(color: (place: number) => Lch): ColourRamp {
  const colors = Array.from({ length: steps }, (_, i) => linearRgb(shown(color(i / (steps - 1)))));
  return Uint8ClampedArray.from(colors.flat(), part => Math.round(255 * gamma(Math.max(0, part))));
}

/** From dark violet over teal to light yellow: lightness and hue go evenly, so that equal steps look equal. */
export const sequentialRamp = ramp(place => ({
  lightness: 0.22 + 0.71 * place,
  chroma: 0.075 + 0.06 * place,
  hue: 305 - 200 * place,
}));

/** From blue over nearly white to orange: as far from the middle, as strong. */
export const divergingRamp = ramp(place => {
  const far = Math.abs(2 * place - 1);
  return { lightness: 0.94 - 0.46 * far, chroma: 0.15 * far, hue: place < 0.5 ? 257 : 45 };
});

/** A colour as a style sheet has it, and black or white for what is written on it, whichever is easier to read. */
export function cellColours(colors: ColourRamp, place: number): { readonly fill: string; readonly ink: string } {
  const at = 3 * Math.round(place * (steps - 1));
  const [red, green, blue] = colors.subarray(at, at + 3);
  return {
    fill: `rgb(${red}, ${green}, ${blue})`,
    ink: luminance(red, green, blue) > 0.179 ? '#000000' : '#ffffff',
  };
}

/** Relative luminance as WCAG has it. At 0.179 black and white contrast equally. */
export function luminance(red: number, green: number, blue: number): number {
  const linear = (part: number) => (part <= 10.31475 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}
