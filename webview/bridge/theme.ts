/** The editor's colours, resolved for a canvas. */
export interface ThemeColors {
  readonly foreground: string;
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  /** Border of filled areas in high contrast; null in other themes. */
  readonly contrastBorder: string | null;
  /** Told apart from their neighbours; start again after the last. */
  readonly series: readonly string[];
  readonly fontFamily: string;
  /** In pixels. */
  readonly fontSize: number;
}

const series = ['blue', 'green', 'purple', 'yellow', 'red', 'orange'];

/** Reads the colours of the theme that is on now. */
export function themeColors(): ThemeColors {
  const style = getComputedStyle(document.body);
  const color = (name: string) => style.getPropertyValue(`--vscode-${name}`).trim();
  return {
    foreground: color('foreground'),
    muted: color('descriptionForeground') || color('foreground'),
    grid: color('panel-border') || color('contrastBorder'),
    background: color('editor-background'),
    contrastBorder: color('contrastBorder') || null,
    series: series.map(name => color(`charts-${name}`)),
    fontFamily: style.fontFamily,
    fontSize: Number.parseFloat(style.fontSize),
  };
}

/** Tells when the theme changes, which the editor does by the class of `body` and the style of the root element. */
export function onThemeChange(hear: () => void): void {
  const observer = new MutationObserver(hear);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
}
