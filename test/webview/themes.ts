import captured from './themes.json';

/** What VS Code calls the kinds of its themes. */
export type ThemeKind = 'dark' | 'light' | 'high-contrast' | 'high-contrast-light';

export const themeKinds: readonly ThemeKind[] = ['dark', 'light', 'high-contrast', 'high-contrast-light'];

/** A theme as a webview gets it. */
export interface Theme {
  /** Of the body. */
  readonly class: string;
  /** `data-…` attributes of the body. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The style of the root element: every `--vscode-…` variable that the theme has. */
  readonly style: string;
}

/** One of VS Code's default themes, from a real webview (`themes.json`). */
export function themeOf(kind: ThemeKind): Theme {
  const { class: bodyClass, id, name } = captured.themes[kind];
  const column = themeKinds.indexOf(kind);
  const variables: [string, (string | null)[]][] = Object.entries(captured.variables);
  return {
    class: bodyClass,
    attributes: {
      'data-vscode-theme-kind': bodyClass.split(' ')[0],
      'data-vscode-theme-id': id,
      'data-vscode-theme-name': name,
    },
    style: variables
      .flatMap(([variable, values]) => (values[column] === null ? [] : [`${variable}: ${values[column]};`]))
      .join(' '),
  };
}

/** What VS Code sets under every page's own style, as far as a page can notice. */
export const editorStyle = `
@layer vscode-default {
  html {
    background: var(--vscode-editor-background);
    scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background);
  }
  body {
    margin: 0;
    padding: 0 20px;
    background-color: transparent;
    color: var(--vscode-editor-foreground);
    font-family: var(--vscode-font-family);
    font-size: var(--vscode-font-size);
    font-weight: var(--vscode-font-weight);
  }
  img, video { max-width: 100%; max-height: 100%; }
  a { color: var(--vscode-textLink-foreground); }
  a:hover { color: var(--vscode-textLink-activeForeground); }
  p > a { text-decoration: var(--text-link-decoration); }
  a:focus, input:focus, select:focus, textarea:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
  code { color: var(--vscode-textPreformat-foreground); background-color: var(--vscode-textPreformat-background); padding: 1px 3px; }
}`;
