/** Connecting to fake clusters in tests. */
import { noCancel, type CancelToken } from '../../server/src/base/cancel.js';
import type { Cluster } from '../../server/src/elastic/cluster.js';
import { connect } from '../../server/src/elastic/connect.js';
import type { OpenClient } from '../../server/src/elastic/client.js';
import type { ClusterFailure, ClusterOutcome, ClusterProfile, ClusterSecrets } from '../../server/src/protocol/cluster.js';
import { startFakeCluster, type FakeCluster, type FakeClusterOptions } from '../kit/fakeCluster.js';

const loadClient = async (): Promise<OpenClient> => (await import('../../server/src/elastic/client.js')).openClient;

export const someKey: ClusterSecrets = { kind: 'apiKey', apiKey: 'c2VjcmV0LWlkOnNlY3JldC1rZXk=' };

export interface Connecting {
  readonly profile?: Partial<ClusterProfile>;
  readonly secrets?: ClusterSecrets;
  readonly token?: CancelToken;
  readonly timeout?: number;
}

export function connectTo(
  url: string,
  { profile, secrets = someKey, token = noCancel, timeout = 5000 }: Connecting = {},
): Promise<ClusterOutcome<Cluster>> {
  return connect({ name: 'test', url, ...profile }, secrets, { loadClient, token, timeout });
}

/** A connected cluster for as long as `use` takes. */
export async function withCluster<T>(
  options: FakeClusterOptions,
  use: (cluster: Cluster, fake: FakeCluster) => Promise<T>,
  connecting: Connecting = {},
): Promise<T> {
  const fake = await startFakeCluster(options);
  try {
    const connected = await connectTo(fake.url, connecting);
    if (!connected.ok) throw new Error(connected.failure.message);
    try {
      return await use(connected.value, fake);
    } finally {
      await connected.value.close();
    }
  } finally {
    await fake.close();
  }
}

/** The failure of a connection, with the address as `URL`. */
export async function failureOf(options: FakeClusterOptions, connecting: Connecting = {}): Promise<ClusterFailure> {
  const fake = await startFakeCluster(options);
  try {
    return await refusal(fake.url, connecting);
  } finally {
    await fake.close();
  }
}

export async function refusal(url: string, connecting: Connecting = {}): Promise<ClusterFailure> {
  const connected = await connectTo(url, connecting);
  if (connected.ok) {
    await connected.value.close();
    throw new Error('it connected');
  }
  const { kind, message } = connected.failure;
  return { kind, message: message.replaceAll(url, 'URL') };
}
