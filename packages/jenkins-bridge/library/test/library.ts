import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('..', import.meta.url));

/** The Shared Library as the controller knows it: as a global library, or as one of a folder, whose code runs in the sandbox. */
export const libraries = (trusted = true) => ({ towline: { folder, trusted } });

/** A Jenkinsfile that uses the library. */
export const withLibrary = (script: string) => `@Library('towline') _\n${script}`;
