import { type EcrGap, type EcrTarget, ecrBench } from './ecr-bench.js';
import { imageRules } from './ecr-image-rules.js';
import { layerRules } from './ecr-layer-rules.js';
import { listRules } from './ecr-list-rules.js';
import { repositoryRules } from './ecr-repository-rules.js';

/** The ECR API as its SDK uses it, but for what the implementation is known not to do. */
export function ecrContract(start: () => Promise<EcrTarget>, gaps: readonly EcrGap[] = []): void {
  const bench = ecrBench(start, gaps);
  repositoryRules(bench);
  imageRules(bench);
  listRules(bench);
  layerRules(bench);
}
