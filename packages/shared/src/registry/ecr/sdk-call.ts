import type { DescribeImagesCommandInput, ECRClient, ListImagesCommandInput } from '@aws-sdk/client-ecr';

type Sdk = typeof import('@aws-sdk/client-ecr');

/** What stands between the SDK and the wire: given what the SDK would send, and a way to send it, it gives the answer. */
export type Intercept = (request: unknown, send: () => Promise<unknown>) => Promise<unknown>;

/** One operation of ECR by the SDK, with an {@link Intercept} around each of its tries. Throws what the SDK throws. */
export type SdkCall<Input> = (input: Input, intercept: Intercept, signal?: AbortSignal) => Promise<void>;

/** The operations that list images. */
export type ListingOperation = 'DescribeImages' | 'ListImages';

/** The input of an operation, as the SDK types it. */
export type ListingInput = {
  readonly DescribeImages: DescribeImagesCommandInput;
  readonly ListImages: ListImagesCommandInput;
};

/** {@link SdkCall}s of a client. */
export function createSdkCalls(
  client: ECRClient,
  { DescribeImagesCommand, ListImagesCommand }: Sdk,
): { readonly [Operation in ListingOperation]: SdkCall<ListingInput[Operation]> } {
  return {
    async DescribeImages(input, intercept, signal) {
      const command = new DescribeImagesCommand(input);
      command.middlewareStack.add(around(intercept), place);
      await client.send(command, optionsOf(signal));
    },
    async ListImages(input, intercept, signal) {
      const command = new ListImagesCommand(input);
      command.middlewareStack.add(around(intercept), place);
      await client.send(command, optionsOf(signal));
    },
  };
}

/** The last step before the wire: behind signing and repetitions. */
const place = { step: 'deserialize', priority: 'low', name: 'towlineIntercept' } as const;

function around(intercept: Intercept) {
  return <Args extends { readonly request: unknown }>(next: (args: Args) => Promise<{ readonly response: unknown }>) =>
    async (args: Args) => ({
      response: await intercept(args.request, async () => (await next(args)).response),
    });
}

function optionsOf(signal: AbortSignal | undefined) {
  return signal === undefined ? {} : { abortSignal: signal };
}
