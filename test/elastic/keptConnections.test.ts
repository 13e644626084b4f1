import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { noCancel, type CancelToken } from '../../server/src/base/cancel.js';
import type { Cluster } from '../../server/src/elastic/cluster.js';
import { KeptConnections } from '../../server/src/elastic/keptConnections.js';
import type { ClusterOutcome } from '../../server/src/protocol/cluster.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const failure = { ok: false, failure: { kind: 'answer', message: 'no' } } as const;

/** Connections that are numbered as they are opened; what happens to them is written down. */
function tried() {
  const told: string[] = [];
  const connections = new KeptConnections();
  let opened = 0;
  const open = async (): Promise<ClusterOutcome<Cluster>> => {
    const number = (opened += 1);
    told.push(`open ${number}`);
    const close = async (): Promise<void> => void told.push(`close ${number}`);
    const info = { profile: String(number) } as Cluster['info'];
    return { ok: true, value: { info, timeout: 1, send: async () => failure, scrub: (text) => text, close } };
  };
  const ask = (key: string, answer: ClusterOutcome<string> = { ok: true, value: 'a' }) =>
    connections.ask(key, open, async ({ info }) => {
      told.push(`ask ${info.profile}`);
      return answer;
    });
  return { told, connections, ask };
}

it('questions share a connection, those under way at once too; another one has its own', async () => {
  const { told, ask } = tried();
  expect(await ask('a')).toEqual({ ok: true, value: 'a' });
  await Promise.all([ask('a'), ask('a'), ask('b')]);
  expect(told).toEqual(['open 1', 'ask 1', 'open 2', 'ask 1', 'ask 1', 'ask 2']);
});

it('a connection is closed half a minute after the last question', async () => {
  const { told, ask } = tried();
  await ask('a');
  await vi.advanceTimersByTimeAsync(29_000);
  await ask('a');
  await vi.advanceTimersByTimeAsync(29_000);
  expect(told).toEqual(['open 1', 'ask 1', 'ask 1']);
  await vi.advanceTimersByTimeAsync(1000);
  await ask('a');
  expect(told.slice(3)).toEqual(['close 1', 'open 2', 'ask 2']);
});

it('one on which a question failed is closed, and the next question opens another', async () => {
  const { told, ask } = tried();
  expect(await ask('a', failure)).toBe(failure);
  await ask('a');
  expect(told).toEqual(['open 1', 'ask 1', 'close 1', 'open 2', 'ask 2']);
});

it('a question that was cancelled is no reason to open another', async () => {
  const { told, ask } = tried();
  const cancelled = { ok: false, failure: { kind: 'cancelled', message: 'Cancelled.' } } as const;
  expect(await ask('a', cancelled)).toBe(cancelled);
  await ask('a');
  expect(told).toEqual(['open 1', 'ask 1', 'ask 1']);
});

it("opening one is nobody's to cancel, for the next question waits for it too", async () => {
  const tokens: CancelToken[] = [];
  const open = async (token: CancelToken): Promise<typeof failure> => {
    tokens.push(token);
    return failure;
  };
  await tried().connections.ask('a', open, () => Promise.reject(new Error('it was asked')));
  expect(tokens).toEqual([noCancel]);
});

it('what could not be opened is tried again', async () => {
  const { told, connections, ask } = tried();
  const unasked = () => Promise.reject(new Error('it was asked'));
  expect(await connections.ask('a', async () => failure, unasked)).toBe(failure);
  await expect(connections.ask('a', () => Promise.reject(new Error('broken')), unasked)).rejects.toThrow('broken');
  await ask('a');
  expect(told).toEqual(['open 1', 'ask 1']);
});
