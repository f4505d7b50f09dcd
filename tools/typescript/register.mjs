// Lets Node 20 import the TypeScript of test/: types are stripped by swc, and `./x.js` finds `./x.ts`. Packages come from their builds.
import { register } from 'node:module';

register('./hooks.mjs', import.meta.url);
