import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** One wall between two folders: what may not be imported, and the sentence that says where the code belongs instead. */
const wall = (files, group, message, ignores = []) => ({
  files,
  ignores,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: group.map(g => ({ group: [g], message })) }] },
});

const numericLibraries = ['@tensorflow/*', '@tensorflow/**', 'onnxruntime-node', 'sharp'];

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'coverage', 'test/fixtures'] },
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
  { files: ['*.mjs', 'bench/**', 'test/**/*.mjs'], languageOptions: { globals: { process: 'readonly', console: 'readonly' } }, rules: { 'no-console': 'off' } },
  wall(
    ['src/protocol/**'],
    ['../*', 'vscode'],
    'protocol/ imports nothing of ours: it is the format that every side shares. Move the code that needs more to the folder that uses it.',
    ['src/protocol/**/*.test.ts'],
  ),
  wall(
    ['src/methods/**', 'src/backbones/**', 'src/experiments/**'],
    ['vscode'],
    'Only src/vscode and src/extension.ts know the editor.',
  ),
  {
    files: ['src/methods/**', 'src/backbones/**', 'src/experiments/**'],
    ignores: ['**/*.test.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: numericLibraries.map(group => ({
            group: [group],
            allowTypeImports: true,
            message: 'Methods and backbones receive the operations as an argument (`tf`), so that the catalogue loads anywhere for nothing.',
          })),
        },
      ],
    },
  },
  {
    files: ['src/extension.ts', 'src/vscode/**', 'webview/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: numericLibraries.map(group => ({
            group: [group],
            message: 'The extension host and the panels must start in milliseconds: numbers are computed in the training process.',
          })),
        },
      ],
    },
  },
);
