import type { LintRule } from '../rule.js';

/** A scan for vulnerabilities that comes after the push. */
export const scanAfterPush: LintRule = {
  severity: 'error',
  why: 'What the scan finds is in the registry by then, and may be deployed already.',
  fix: 'Scan the image that was built, before it is pushed.',
  bad: `node {
  checkout scm
  sh 'npm test'
  sh 'docker build -t registry.example.com/cart:\${BUILD_ID} . && docker push registry.example.com/cart:\${BUILD_ID}'
  sh 'trivy image --exit-code 1 registry.example.com/cart:\${BUILD_ID}'
}`,
  good: `node {
  checkout scm
  sh 'npm test'
  sh 'docker build -t registry.example.com/cart:\${BUILD_ID} .'
  sh 'trivy image --exit-code 1 registry.example.com/cart:\${BUILD_ID}'
  sh 'docker push registry.example.com/cart:\${BUILD_ID}'
}`,
  find: ({ timeline }) => {
    const firstScan = timeline.findIndex(({ kind }) => kind === 'scan');
    const firstPush = timeline.findIndex(({ kind }) => kind === 'push');
    const lastPush = timeline.findLastIndex(({ kind }) => kind === 'push');
    const scan = timeline[firstScan];
    if (scan === undefined || firstPush < 0 || firstPush > firstScan || lastPush > firstScan) return [];
    return [{ start: scan.start, end: scan.end, message: 'The image is scanned when it has been pushed.' }];
  },
};
