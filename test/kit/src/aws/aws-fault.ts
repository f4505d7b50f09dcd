import { randomUUID } from 'node:crypto';
import type { FaultEffect } from '../serve/index.js';

/**
 * A fault in the words of an AWS JSON service: `awsFault('ThrottlingException', 'Rate exceeded')`,
 * `awsFault('ExpiredTokenException', 'The security token included in the request is expired')`.
 */
export function awsFault(name: string, message: string, status = 400): FaultEffect {
  return {
    effect: 'answer',
    status,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amzn-errortype': name,
      'x-amzn-requestid': randomUUID(),
    },
    body: JSON.stringify({ __type: name, message }),
  };
}
