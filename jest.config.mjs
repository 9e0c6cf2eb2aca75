/** Specs run from the sources (swc, CommonJS); what they start as processes runs from dist. */
const transform = {
  '^.+\\.[cm]?[jt]s$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
      },
      module: { type: 'commonjs' },
    },
  ],
};

const shared = {
  testEnvironment: 'node',
  rootDir: import.meta.dirname,
  transform,
  moduleNameMapper: {
    '^@saga/(coordinator|shop)$': '<rootDir>/services/$1/src/index.ts',
    '^@saga/([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^@saga/contracts/operator$': '<rootDir>/libs/contracts/src/operator.ts',
    '^@saga/([a-z-]+)/nest$': '<rootDir>/libs/$1/src/nest/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  // These packages are ES modules only, which Jest's CommonJS runtime can't load untransformed.
  transformIgnorePatterns: ['/node_modules/(?!(@nestjs|@marcbachmann)/)', '\\.mjs$'],
};

export default {
  // Enough for a machine that is busy with other work: a test that hangs is found all the same.
  testTimeout: 30_000,
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/{libs,services,test}/**/!(*.int).spec.ts'] },
    {
      ...shared,
      displayName: 'integration',
      testMatch: ['<rootDir>/{libs,services,test}/**/*.int.spec.ts'],
      globalSetup: '<rootDir>/test/stack.setup.mjs',
      globalTeardown: '<rootDir>/test/stack.teardown.mjs',
    },
  ],
};
