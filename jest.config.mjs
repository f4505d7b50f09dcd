/** The one Jest configuration: native ESM, TypeScript stripped by swc, sources instead of builds. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/packages', '<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '/dist/',
    '<rootDir>/test/bench/',
    '<rootDir>/test/architecture/fixtures/',
  ],
  modulePathIgnorePatterns: ['<rootDir>/packages/[^/]+/(?:dist|bundle)', '<rootDir>/test/kit/dist'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^fast-check$': '<rootDir>/test/property/fast-check.mjs',
    '^(\\.{1,2}/(?!.*node_modules).*)\\.js$': '$1',
    '^@towline/test-kit/(.*)$': '<rootDir>/test/kit/src/$1/index.ts',
    '^@towline/([^/]+)/(.*)$': '<rootDir>/packages/$1/src/$2/index.ts',
    '^@towline/test-kit$': '<rootDir>/test/kit/src/index.ts',
    '^@towline/([^/]+)$': '<rootDir>/packages/$1/src/index.ts',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  testTimeout: 30_000,
  maxWorkers: '100%',
  reporters: ['default', '<rootDir>/test/reporter/plain-reporter.mjs'],
};
