import { CodedError } from '@towline/shared/errors';

/** What can go wrong with sources of events: the codes of {@link EventsError}, for the reference page. */
export const eventsErrorCodes = {
  'events-queue-missing': 'The queue is not there: check its URL, and the region in it.',
  'events-queue-denied':
    'The queue may not be read: allow sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility.',
  'events-queue-unreachable':
    'SQS did not answer, or has no credentials: check the network, the endpoint and the identity.',
  'events-queue-failed': 'SQS refused a request: its own words are in the message.',
} as const;

/** One of {@link eventsErrorCodes}. */
export type EventsErrorCode = keyof typeof eventsErrorCodes;

/** A source of events that could not be read. */
export class EventsError extends CodedError<EventsErrorCode> {}
