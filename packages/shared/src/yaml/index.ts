export { editYaml, type YamlChange, type YamlEditResult } from './edit-yaml.js';
export { findMarkers, type YamlMarker } from './find-markers.js';
export { type ParsedText, parseText as parseYaml, type YamlSource } from './parse-text.js';
export { type ReadOptions, readYaml, type YamlDocument } from './read-yaml.js';
export type { DocumentChoice } from './select-document.js';
export type { YamlEdit } from './yaml-edit.js';
export {
  isYamlError,
  YamlError,
  type YamlErrorCode,
  type YamlFinding,
  type YamlPosition,
  yamlErrorCodes,
} from './yaml-error.js';
export {
  type ConcretePath,
  printPath,
  type YamlPath,
  type YamlScalar,
  type YamlStep,
  type YamlValue,
} from './yaml-path.js';
