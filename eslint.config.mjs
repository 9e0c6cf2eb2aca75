import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * The dependency rule: what each package may import of the others. The pure packages know no framework,
 * no I/O and no clock; store knows nothing of Kafka, bus nothing of Postgres; only services wire them.
 */
const MAY_IMPORT = {
  'libs/definition': [],
  'libs/engine': ['definition'],
  'libs/contracts': [],
  'libs/telemetry': [],
  'libs/bus': ['contracts', 'telemetry'],
  'libs/store': ['definition', 'engine'],
  'libs/participant': ['contracts', 'bus', 'telemetry'],
  'libs/testkit': ['definition', 'engine', 'bus', 'contracts', 'participant'],
  'libs/api': [],
  'libs/dev-stack': [],
  'services/coordinator': ['definition', 'engine', 'contracts', 'bus', 'store', 'telemetry'],
  'services/console': ['api'],
  'services/sagactl': ['api', 'definition', 'engine', 'contracts', 'bus', 'testkit'],
  'services/shop': ['definition', 'contracts', 'bus', 'participant', 'telemetry', 'dev-stack', 'coordinator'],
};
const PURE = ['libs/definition', 'libs/engine'];
const FOREIGN = {
  'libs/store': ['kafkajs', '@nestjs/*'],
  'libs/bus': ['pg', 'typeorm'],
};

const dependencyRule = Object.entries(MAY_IMPORT).map(([folder, allowed]) => {
  const others = ['@saga/*', ...allowed.flatMap((name) => [`!@saga/${name}`, `!@saga/${name}/*`])];
  const purity = PURE.includes(folder)
    ? ['node:*', 'fs', 'crypto', '@nestjs/*', 'kafkajs', 'pg', 'typeorm']
    : [];
  const patterns = [
    {
      group: others,
      message: `${folder} may import: ${allowed.join(', ') || 'no other package'} (see eslint.config.mjs).`,
    },
    { group: ['**/libs/**', '**/services/**'], message: 'Import another package by its name.' },
  ];
  const foreign = [...purity, ...(FOREIGN[folder] ?? [])];
  if (foreign.length > 0)
    patterns.push({ group: foreign, message: `${folder} must not know of this (see eslint.config.mjs).` });
  return {
    files: [`${folder}/src/**/*.{ts,tsx}`],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': ['error', { patterns }],
      ...(PURE.includes(folder) && {
        'no-restricted-globals': [
          'error',
          'Date',
          'setTimeout',
          'setInterval',
          'process',
          'fetch',
          'performance',
        ],
        'no-restricted-properties': [
          'error',
          { object: 'Math', property: 'random', message: 'Chance comes in with the input.' },
        ],
      }),
    },
  };
});

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'libs/*/src/gen/**', 'coverage/**', '.nx/**'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.test.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // JSON and database rows come in as any; they get their type where they are read.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // It runs in a browser, so it has a compilation of its own.
    files: ['services/console/**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { project: './services/console/tsconfig.json' } },
  },
  {
    // Nest finds what to inject by the imported class, so these imports are needed as values.
    files: ['services/coordinator/src/**/*.ts', 'services/shop/src/**/*.ts', 'libs/*/src/nest/**/*.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        setInterval: 'readonly',
        clearTimeout: 'readonly',
        clearInterval: 'readonly',
        fetch: 'readonly',
        Buffer: 'readonly',
      },
    },
  },
  ...dependencyRule,
);
