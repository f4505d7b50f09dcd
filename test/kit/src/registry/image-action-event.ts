import { randomUUID } from 'node:crypto';
import type { ImageAction } from './state/image-action.js';

/** The event that ECR sends to EventBridge. */
export interface EcrImageEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': 'ECR Image Action';
  readonly source: 'aws.ecr';
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: {
    readonly result: 'SUCCESS';
    readonly 'repository-name': string;
    readonly 'image-digest': string;
    readonly 'action-type': 'PUSH' | 'DELETE';
    readonly 'image-tag'?: string;
    readonly 'manifest-media-type': string;
  };
}

/** What EventBridge is told of a push or a deletion. */
export function imageActionEvent(action: ImageAction, account: string, region: string): EcrImageEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'ECR Image Action',
    source: 'aws.ecr',
    account,
    time: `${new Date(action.time).toISOString().slice(0, 19)}Z`,
    region,
    resources: [],
    detail: {
      result: 'SUCCESS',
      'repository-name': action.repository,
      'image-digest': action.digest,
      'action-type': action.action,
      ...(action.tag === undefined ? {} : { 'image-tag': action.tag }),
      'manifest-media-type': action.mediaType,
    },
  };
}
