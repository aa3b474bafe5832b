import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const editor = {
  group: ['vscode'],
  message: 'Only src/vscode and src/extension.ts know the editor: pass what is needed as an argument.',
};
const numericLibraries = ['@tensorflow/*', '@tensorflow/**', 'onnxruntime-node', 'sharp'];
const operationsAsArgument = {
  group: numericLibraries,
  allowTypeImports: true,
  message:
    'Methods, backbones and experiments receive the operations as an argument (`tf`), so that the catalogue loads anywhere for nothing.',
};
const noNumbers = {
  group: numericLibraries,
  message: 'The extension host and the panels start in milliseconds: numbers are computed in the training process.',
};
const nothingOfOurs = {
  group: ['../*'],
  message: 'protocol/ is what every side shares: move code that needs more to the folder that uses it.',
};
const panelsAlone = {
  group: ['**/src/*', '!**/src/protocol', '!**/src/protocol/**'],
  message: 'A panel knows the protocol and webview/bridge alone: ask the extension host for the rest by a message.',
};

const toolkit = {
  group: ['@vscode/webview-ui-toolkit'],
  message: 'Controls come from webview/bridge, so that the archived toolkit is replaceable in one place.',
};

const oneRuntime = {
  group: ['onnxruntime-node'],
  allowTypeImports: true,
  message: 'engines/onnxruntime/runtime loads it, after what it must be told before.',
};

const nodeGlobals = [
  ...['process', 'console', 'URL', 'URLSearchParams', 'fetch'],
  ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
];

/** The walls between folders. A file stands behind the first that matches; tests are free. */
const walls = [
  { files: ['src/protocol/**'], patterns: [editor, nothingOfOurs, noNumbers] },
  { files: ['src/methods/**', 'src/backbones/**', 'src/experiments/**'], patterns: [editor, operationsAsArgument] },
  { files: ['src/extension.ts', 'src/vscode/**'], patterns: [noNumbers] },
  { files: ['webview/bridge/**'], patterns: [editor, noNumbers, panelsAlone] },
  { files: ['webview/**'], patterns: [editor, noNumbers, panelsAlone, toolkit] },
  { files: ['src/engines/onnxruntime/runtime.ts'], patterns: [editor] },
  { files: ['src/**'], patterns: [editor, oneRuntime] },
];

const earlier = walls.map((_, i) => walls.slice(0, i).flatMap(({ files }) => files));

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'coverage', 'test/fixtures/**/*.py'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  prettier,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
      eqeqeq: ['error', 'always'],
    },
  },
  {
    files: ['*.mjs', 'scripts/**', 'bench/**', 'test/**/*.mjs'],
    languageOptions: { globals: Object.fromEntries(nodeGlobals.map(name => [name, 'readonly'])) },
    rules: { 'no-console': 'off' },
  },
  ...walls.map(({ files, patterns }, i) => ({
    files,
    ignores: [...earlier[i], '**/*.test.ts', '**/*.fixture.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
  })),
  {
    files: ['src/vscode/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression:matches([callee.name="t"], [callee.object.object.name!="vscode"][callee.object.property.name="l10n"])',
          message:
            'Write l10n.t(…), in a file that imports from vscode, if only a type: else the text is not extracted.',
        },
      ],
    },
  },
);
