// Lint rules that find bugs; formatting is Prettier's.
import tseslint from 'typescript-eslint';

const budgets = { skipBlankLines: true, skipComments: true };

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'out/**',
      'node_modules/**',
      'server/kernels/**',
      '**/*.mjs',
      '**/*.cjs',
      '**/*.d.ts',
      'test/e2e/**',
      'vitest.config.ts',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: [
          './server/tsconfig.json',
          './server/tsconfig.browser.json',
          './client/tsconfig.json',
          './client/tsconfig.browser.json',
          './test/tsconfig.json',
          './test/vscode/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-shadow': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400, ...budgets }],
      'max-lines-per-function': ['error', { max: 60, ...budgets }],
    },
  },
  {
    // Tables and grammars are long by nature.
    files: [
      'server/src/analysis/codes.ts',
      'server/src/schema/functions.ts',
      'server/src/syntax/*/ast.ts',
      'server/src/syntax/*/grammar.ts',
      'server/src/syntax/*/tokens.ts',
    ],
    rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
