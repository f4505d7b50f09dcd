export { AwsError } from './aws-error.js';
export { awsFault } from './aws-fault.js';
export { secretsProgram, sqsProgram } from './aws-programs.js';
export { deliverToQueue, deliverToUrl } from './deliver-events.js';
export type { Message, Queue } from './sqs/queue.js';
export type { Queues } from './sqs/queues.js';
export { type AwsOptions, type RunningAws, startAws } from './start-aws.js';
export type { Role } from './sts/sts-face.js';
