import { CodedError } from '@towline/shared';
import { formatImageReference, type ImageReference, parseImageReference } from '@towline/shared/image';
import { silentLogger } from '@towline/shared/ports';
import { Secret } from '@towline/shared/secret';

const reference: ImageReference = parseImageReference('localhost:5000/web:1.2.3');
const secret = new Secret('open sesame');
silentLogger.info({ name: 'a consumer' }, 'Runs');
process.stdout.write(
  JSON.stringify({ reference: formatImageReference(reference), secret: String(secret), error: CodedError.name }),
);
