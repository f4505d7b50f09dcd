declare const brand: unique symbol;

/** A content digest such as `sha256:…`, checked by its grammar. */
export type Digest = string & { readonly [brand]: 'Digest' };
