/** What can go wrong between us and Kibana, each as one sentence that says what to do next. What is not Kibana's own is told as for a cluster. */
import type { ClusterFailure, ClusterFailureKind } from '../protocol/cluster.js';
import { bodyOf, explainFailure, isObject, metaOf, oneLine, scrub, statusOf, type FailureContext } from './failures.js';

/** Every error of a request to one failure. */
export function explainKibanaFailure(error: unknown, context: FailureContext): ClusterFailure {
  const isAnswer = error instanceof Error && error.name === 'ResponseError' && context.ended === 'no';
  const isLate = context.ended === 'timeout' || (error instanceof Error && error.name === 'TimeoutError' && context.ended === 'no');
  if (isLate) return timedOut(context);
  if (!isAnswer) return explainFailure(error, context);
  const { kind, message } = ofAnswer(error, bodyOf(error), context);
  return { kind, message: scrub(oneLine(message), context.secrets) };
}

function failed(kind: ClusterFailureKind, message: string): ClusterFailure {
  return { kind, message };
}

function timedOut({ address, timeout, purpose }: FailureContext): ClusterFailure {
  return failed(
    'timeout',
    `Kibana at ${address} did not answer ${purpose} within ${timeout / 1000} s; try again later, or allow more with --timeout.`,
  );
}

function ofAnswer(error: unknown, body: unknown, context: FailureContext): ClusterFailure {
  const { address } = context;
  const status = statusOf(error);
  if (isElasticsearch(error, body)) {
    return failed('product', `${address} is Elasticsearch, not Kibana; give the address of Kibana, whose port is usually 5601.`);
  }
  const reason = reasonOf(body);
  const isPage = typeof body === 'string' && /^\s*</.test(body);
  if (status >= 300 && status < 400) {
    return failed(
      'credentials',
      `${address} sends to another page (${status}), mostly to log in; look at the address, with its base path, and at the credentials.`,
    );
  }
  if (isPage && status < 500) {
    return failed(
      'product',
      `${address} answers with a page and not as Kibana's API does (${status}); give the address that the browser shows before /app, without it.`,
    );
  }
  if (status < 300) {
    return failed(
      'answer',
      `The answer of Kibana at ${address} is no complete JSON: it was cut off or changed on its way; try again, then look at what stands between (a proxy, a load balancer).`,
    );
  }
  return ofStatus(status, reason, context);
}

function ofStatus(status: number, reason: string | undefined, context: FailureContext): ClusterFailure {
  const { address, purpose } = context;
  const because = reason === undefined ? '' : `: ${reason}`;
  if (isAboutLicence(status, reason)) {
    return failed(
      'forbidden',
      `The licence of ${address} does not allow ${purpose}${because}; use a rule type or a key that it has, or another licence.`,
    );
  }
  switch (status) {
    case 401:
      return failed(
        'credentials',
        `Kibana at ${address} does not accept the credentials (401); look at the API key, or at user and password.`,
      );
    case 403:
      return failed(
        'forbidden',
        `The credentials may not do this in Kibana at ${address} (403)${because}; they need the privilege Security (Read, or All to write) in this space.`,
      );
    case 404:
      return notThere(reason, context);
    case 407:
      return failed('proxy', `The proxy ${context.proxy ?? ''} asks for a user and password (407); write them into HTTPS_PROXY.`);
    case 408:
      return timedOut(context);
    case 409:
      return failed(
        'exists',
        `Kibana has this already (409)${because}; compare with rulewright kibana diff, and change it only with --overwrite.`,
      );
    case 413:
      return failed('query', `What was sent is larger than ${address} takes (413); send fewer rules.`);
    case 429:
      return failed('busy', `Kibana at ${address} is too busy for ${purpose} (429), also after waiting; try again later.`);
    case 503:
      return failed('server', `Kibana at ${address} is not ready (503)${because}; try again later.`);
    default:
      return status >= 500
        ? failed('server', `Kibana at ${address} failed in ${purpose} (${status})${because}; its log says why.`)
        : failed('query', `Kibana refuses ${purpose} (${status})${because}`);
  }
}

function isAboutLicence(status: number, reason: string | undefined): boolean {
  return (status === 400 || status === 403) && /\blicen[cs]e\b/i.test(reason ?? '');
}

function notThere(reason: string | undefined, { address }: FailureContext): ClusterFailure {
  const space = /space[/ :"[\]]+([\w-]+)/i.exec(reason ?? '')?.[1];
  if (space !== undefined) {
    return failed(
      'missing',
      `Kibana at ${address} has no space ${space}; name one by its id, which stands behind /s/ in the browser's address.`,
    );
  }
  if (reason !== undefined && /rule|preview/i.test(reason))
    return failed('missing', `${upperFirst(reason)}; look at the id and at the space.`);
  return failed(
    'missing',
    `Kibana at ${address} has no detection engine under this address (404); look at the base path and the space, and whether Security is switched on.`,
  );
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Elasticsearch makes itself known by a header, which a proxy may take away, and by the form of its errors. */
function isElasticsearch(error: unknown, body: unknown): boolean {
  const headers = metaOf(error)['headers'];
  if (isObject(headers) && headers['x-elastic-product'] === 'Elasticsearch') return true;
  return isObject(body) && isObject(body['error']) && Array.isArray(body['error']['root_cause']);
}

/** Kibana's own `message`, of a body, of a list of errors, or a text. */
function reasonOf(body: unknown): string | undefined {
  if (typeof body === 'string') return body.trim() === '' || /^\s*</.test(body) ? undefined : body;
  if (!isObject(body)) return undefined;
  const { message, error } = body;
  if (Array.isArray(message)) return message.map(String).join('; ');
  if (typeof message === 'string' && message !== '' && message !== 'Not Found') return message;
  return isObject(error) && typeof error['message'] === 'string' ? error['message'] : undefined;
}
