/** Which Kibana a command speaks to and with which secrets: as for a cluster, with an address of its own. */
import { connectKibana, kibanaAddressOf, type Kibana } from '../elastic/kibana.js';
import type { ClusterFailure, ClusterOutcome, ClusterProfile } from '../protocol/cluster.js';
import { baseOf, completedProfile, secretsOf } from './clusterAccess.js';
import { complain } from './complain.js';
import { exitCodes, type ExitCode } from './exitCodes.js';
import type { KibanaChoice } from './kibanaOptions.js';
import type { Terminal } from './terminal.js';

/** Connects as the options and the environment say, and does `work`; the connection is closed whatever happens. */
export async function withKibana(choice: KibanaChoice, terminal: Terminal, work: (kibana: Kibana) => Promise<ExitCode>): Promise<ExitCode> {
  const connected = await connect(choice, terminal);
  if (!connected.ok) return refuseFor(connected.failure, terminal);
  try {
    return await work(connected.value);
  } finally {
    await connected.value.close();
  }
}

/** What Kibana answered, or why it did not. That it refuses is not 1, which says that rules differ. */
export function refuseFor({ kind, message }: ClusterFailure, terminal: Terminal): ExitCode {
  return complain(message, terminal, kind === 'cancelled' ? exitCodes.cancelled : exitCodes.notUsable);
}

async function connect(choice: KibanaChoice, terminal: Terminal): Promise<ClusterOutcome<Kibana>> {
  const profile = await profileOf(choice, terminal);
  if (!profile.ok) return profile;
  const secrets = await secretsOf(profile.value, choice, terminal);
  if (!secrets.ok) return secrets;
  const { loadKibana } = terminal.clusters;
  return connectKibana(profile.value, secrets.value, { loadKibana, token: terminal.token, timeout: choice.timeout });
}

const noKibana = 'No Kibana is named: give --kibana-url https://host:5601, set RULEWRIGHT_KIBANA_URL, or name a profile with --cluster.';

/** The options count more than the profile, the profile more than the environment. */
async function profileOf(choice: KibanaChoice, terminal: Terminal): Promise<ClusterOutcome<ClusterProfile>> {
  const { RULEWRIGHT_KIBANA_URL: envUrl, RULEWRIGHT_KIBANA_SPACE: envSpace } = terminal.clusters.environment;
  const given = choice.kibanaUrl ?? envUrl;
  const isAlone = given !== undefined && choice.cluster === undefined && choice.url === undefined && choice.cloudId === undefined;
  const base: ClusterOutcome<ClusterProfile> = isAlone
    ? { ok: true, value: { name: 'default' } }
    : await baseOf(choice, terminal.clusters, noKibana);
  if (!base.ok) return base;
  const kibanaUrl = choice.kibanaUrl ?? base.value.kibanaUrl ?? (base.value.cloudId === undefined ? envUrl : undefined);
  const space = choice.space ?? base.value.space ?? envSpace;
  const value = { ...base.value, ...(kibanaUrl === undefined ? {} : { kibanaUrl }), ...(space === undefined ? {} : { space }) };
  return completedProfile({ value }, choice, terminal, kibanaAddressOf);
}
