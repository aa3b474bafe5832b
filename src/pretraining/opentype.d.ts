/** The part of opentype.js that reads outlines; the package has no types of its own. */
declare module 'opentype.js' {
  /** A command of an outline, y downwards: move, line, quadratic and cubic curve, close. */
  export type PathCommand =
    | { readonly type: 'M' | 'L'; readonly x: number; readonly y: number }
    | { readonly type: 'Q'; readonly x1: number; readonly y1: number; readonly x: number; readonly y: number }
    | {
        readonly type: 'C';
        readonly x1: number;
        readonly y1: number;
        readonly x2: number;
        readonly y2: number;
        readonly x: number;
        readonly y: number;
      }
    | { readonly type: 'Z' };

  export interface Font {
    /** 0 if the font has no glyph for the character. */
    charToGlyphIndex(character: string): number;
    charToGlyph(character: string): {
      getPath(x: number, y: number, fontSize: number): { readonly commands: readonly PathCommand[] };
    };
  }

  export function parse(buffer: ArrayBuffer): Font;
}
