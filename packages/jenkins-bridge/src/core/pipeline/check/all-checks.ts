import { everyAgent } from './agents.js';
import { ableBuilder } from './builders.js';
import type { Check } from './check.js';
import { afterConditions, publicationConditions, sourceConditions } from './conditions.js';
import { copiedImages, scannedImages, testedImages, uniqueImages, uniqueParameters, uniqueTests } from './names.js';
import { callingServer, copiedElsewhere, ecrRepository, freeLabels, someTest } from './places.js';
import { clearBuildArgs, clearEnvironment } from './secrets.js';
import { movingTags, uniqueTags, uniqueTagsAfter } from './tags.js';

/** Everything that is looked for in a pipeline whose form is right. */
export const allChecks: readonly Check[] = Object.freeze([
  uniqueParameters,
  uniqueImages,
  uniqueTests,
  testedImages,
  scannedImages,
  copiedImages,
  everyAgent,
  ableBuilder,
  uniqueTags,
  uniqueTagsAfter,
  movingTags,
  sourceConditions,
  publicationConditions,
  afterConditions,
  callingServer,
  clearEnvironment,
  clearBuildArgs,
  freeLabels,
  ecrRepository,
  copiedElsewhere,
  someTest,
]);
