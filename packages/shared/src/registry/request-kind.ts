/** What a request to a registry is for, for counting. */
export type RegistryRequestKind =
  | 'ping'
  | 'token'
  | 'tags'
  | 'digest'
  | 'manifest'
  | 'blob'
  | 'ecr:DescribeImages'
  | 'ecr:ListImages'
  | 'ecr:BatchGetImage'
  | 'ecr:GetDownloadUrlForLayer'
  | 'ecr:GetAuthorizationToken'
  | 'ecr-public:GetAuthorizationToken';

/** Told of every request before it is sent; repetitions by the transport are not told. */
export type OnRegistryRequest = (request: { readonly registry: string; readonly kind: RegistryRequestKind }) => void;
