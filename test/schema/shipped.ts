/** The field data as shipped, for tests that need real fields. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadSchemas } from '../../server/src/schema/load.js';
import type { Host } from '../../server/src/base/host.js';

const data = path.resolve(import.meta.dirname, '../../server/src/schema/data');

/** A host that has the shipped data files and nothing else. */
export const assetHost: Host = {
  readAsset: (name) => readFile(path.join(data, name), 'utf8'),
  readText: () => Promise.reject(new Error('not used')),
  openStream: () => Promise.reject(new Error('not used')),
  exists: () => Promise.resolve(false),
  findRules: () => Promise.resolve([]),
  now: () => 0,
  log: () => undefined,
};

export const shippedSchemas = loadSchemas(assetHost);
