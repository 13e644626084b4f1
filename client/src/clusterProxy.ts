/** The proxy that a connection goes through where its profile names none: that of VS Code, unless the host is among those reached directly. */
import type { ClusterProfile } from '../../server/src/protocol/cluster.js';

/** What VS Code's settings say of proxies. */
export interface ProxySettings {
  /** `http.proxy`. */
  readonly proxy: unknown;
  /** `http.noProxy`. */
  readonly noProxy: unknown;
  /** `http.proxySupport`. */
  readonly proxySupport: unknown;
}

/** `address`: where the work goes to. A fingerprint can only be compared on a direct connection. */
export function withEditorProxy(profile: ClusterProfile, address: string | undefined, settings: ProxySettings): ClusterProfile {
  const { proxy, noProxy, proxySupport } = settings;
  if (profile.proxy !== undefined || profile.caFingerprint !== undefined || proxySupport === 'off') return profile;
  if (typeof proxy !== 'string' || !/^https?:\/\//i.test(proxy) || parsed(proxy) === undefined) return profile;
  const url = address === undefined ? undefined : parsed(address);
  return url === undefined || isDirect(url, noProxy) ? profile : { ...profile, proxy };
}

/** Where Elasticsearch or Kibana of a profile is; a cloud id is a name, a colon, and base64 of `host$id$id`. */
export function placeOfWork({ url, kibanaUrl, cloudId }: ClusterProfile, isForKibana: boolean): string | undefined {
  const own = isForKibana ? kibanaUrl : url;
  if (own !== undefined) return own;
  const encoded = cloudId?.split(':')[1];
  const host = encoded === undefined || !/^[A-Za-z0-9+/=]+$/.test(encoded) ? undefined : decoded(encoded)?.split('$')[0];
  return host === undefined || host === '' ? undefined : `https://${host}`;
}

/** What of a proxy's address must not be written into a log. */
export function proxySecrets(proxy: string | undefined): readonly string[] {
  const { username = '', password = '' } = (proxy === undefined ? undefined : parsed(proxy)) ?? {};
  if (password === '') return [];
  return [`${username}:${password}`, password, withoutEscapes(password)];
}

function withoutEscapes(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function decoded(base64: string): string | undefined {
  try {
    return atob(base64);
  } catch {
    return undefined;
  }
}

function parsed(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}

const loopback: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** As VS Code reads it: a domain with those below it, with or without a port; `*` for all. */
function isDirect({ hostname, port, protocol }: URL, noProxy: unknown): boolean {
  const ownPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  const entries = Array.isArray(noProxy) ? noProxy.filter((entry) => typeof entry === 'string') : [];
  return (
    loopback.includes(hostname) ||
    entries.some((entry) => {
      const [, name = '', wantedPort] = /^(.*?)(?::(\d+))?$/.exec(entry.trim().toLowerCase()) ?? [];
      const domain = name.replace(/^\*?\./, '');
      if (domain === '' || (wantedPort !== undefined && wantedPort !== ownPort)) return false;
      return domain === '*' || hostname === domain || hostname.endsWith(`.${domain}`);
    })
  );
}
