/**
 * The certificate of the authority with a given fingerprint, as the cluster shows it. It is then trusted like one from a file, so that the
 * whole chain and the host name are verified before a secret is sent: comparing the fingerprint alone would not show who signed.
 */
import net from 'node:net';
import tls from 'node:tls';

/** PEM; undefined where no certificate of the chain has the fingerprint. Rejects where there is no connection. */
export function authorityWith(fingerprint: string, address: string, timeout: number): Promise<string | undefined> {
  const { hostname, port } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const socket = tls.connect({
      ...{ host, port: port === '' ? 443 : Number(port), timeout },
      ...(net.isIP(host) === 0 ? { servername: host } : {}),
      // Nothing is sent over this connection.
      rejectUnauthorized: false,
    });
    socket.once('secureConnect', () => {
      const found = findIn(socket.getPeerCertificate(true), digitsOf(fingerprint));
      socket.destroy();
      resolve(found);
    });
    socket.once('timeout', () => socket.destroy(Object.assign(new Error('timed out'), { name: 'TimeoutError' })));
    socket.once('error', reject);
  });
}

function findIn(first: tls.DetailedPeerCertificate, wanted: string): string | undefined {
  const seen = new Set<tls.DetailedPeerCertificate>();
  let certificate: tls.DetailedPeerCertificate | undefined = first;
  while (certificate?.raw !== undefined && !seen.has(certificate)) {
    if (digitsOf(certificate.fingerprint256) === wanted) return pemOf(certificate.raw);
    seen.add(certificate);
    certificate = certificate.issuerCertificate;
  }
  return undefined;
}

function digitsOf(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toUpperCase();
}

function pemOf(raw: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${raw.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
}
