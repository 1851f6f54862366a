const untrusted: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'comes from an authority that this machine does not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'comes from an authority that this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT: 'comes from an authority that this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'comes from an authority that this machine does not know',
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another name',
};

/** Why there was no answer, in a sentence. `origin`: the server's address, without anything secret. */
export function describeNetworkFailure(error: unknown, origin: string): string {
  const code = codeOf(error);
  const complaint = untrusted[code];
  if (complaint !== undefined)
    return `The certificate of ${origin} ${complaint}. If you trust it, name its file in NODE_EXTRA_CA_CERTS.`;
  switch (code) {
    case 'ECONNREFUSED':
      return `Nothing listens at ${origin}.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `There is no such host: ${origin}.`;
    case 'EPROTO':
      return `${origin} does not speak TLS; try http:// instead.`;
    case 'ECONNRESET':
      return `${origin} closed the connection without an answer; does it want https://?`;
    case 'TimeoutError':
      return `${origin} did not answer in time.`;
    default:
      return `${origin} cannot be reached${code === '' ? '' : ` (${code})`}.`;
  }
}

/** Whether asking again is pointless. */
export function isFinal(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'EPROTO' || code in untrusted;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if (error.name === 'TimeoutError') return error.name;
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
