import { CodedError } from '@towline/shared/errors';

/** What can be wrong with XML: the codes of {@link XmlError}. */
export const xmlErrorCodes = {
  'xml-malformed': 'The XML that Jenkins gave, or that was to be written, is not well-formed: the message says where.',
} as const;

/** One of {@link xmlErrorCodes}. */
export type XmlErrorCode = keyof typeof xmlErrorCodes;

/** XML that cannot be read. */
export class XmlError extends CodedError<XmlErrorCode> {}
