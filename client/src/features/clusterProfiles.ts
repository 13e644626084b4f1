/** The connections to clusters: added to the user's settings, chosen for a command, and their secrets asked for and forgotten. */
import * as vscode from 'vscode';
import type { ClusterProfile, ClusterSecrets } from '../../../server/src/protocol/cluster.js';
import { addressProblem, readProfiles } from '../clusterWords.js';
import type { Commands } from '../commands.js';
import type { Context } from '../context.js';
import { refuse } from '../notes.js';

const setting = 'clusters';

/** A connection with what is needed to use it. */
export interface Chosen {
  readonly profile: ClusterProfile;
  readonly secrets: ClusterSecrets;
}

export function createAddCluster(context: Context): Commands['rulewright.addCluster'] {
  return async () => {
    const asked = await askProfile();
    if (asked === undefined) return undefined;
    const configuration = vscode.workspace.getConfiguration('rulewright');
    const entries = configuration.inspect<readonly unknown[]>(setting)?.globalValue ?? [];
    await configuration.update(setting, [...entries, asked], vscode.ConfigurationTarget.Global);
    await askSecrets(context, asked);
    return asked.name;
  };
}

async function askProfile(): Promise<ClusterProfile | undefined> {
  const known = profilesNow().map(({ name }) => name);
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Add a cluster'),
    prompt: vscode.l10n.t('How it is called here'),
    placeHolder: 'prod',
    validateInput: (text) => (known.includes(text.trim()) ? vscode.l10n.t('There is a cluster with this name') : undefined),
  });
  if (name === undefined || name.trim() === '') return undefined;
  const where = await askAddress(
    vscode.l10n.t('The URL of Elasticsearch, or a cloud id; empty for Kibana alone'),
    'https://host:9200',
    true,
  );
  if (where === undefined) return undefined;
  const kibanaUrl = await askAddress(vscode.l10n.t('The URL of Kibana; empty where it is not needed'), 'https://host:5601', false);
  if (kibanaUrl === undefined || (where === '' && kibanaUrl === '')) return undefined;
  const isUrl = /^https?:/i.test(where);
  return {
    name: name.trim(),
    ...(where === '' ? {} : isUrl ? { url: where } : { cloudId: where }),
    ...(kibanaUrl === '' ? {} : { kibanaUrl }),
  };
}

async function askAddress(prompt: string, placeHolder: string, mayBeCloudId: boolean): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Add a cluster'),
    ...{ prompt, placeHolder, ignoreFocusOut: true },
    validateInput: (value) => (mayBeCloudId && /^[^/\s]+:[A-Za-z0-9+/=]{8,}$/.test(value.trim()) ? undefined : addressProblem(value)),
  });
  return text?.trim();
}

/** As the settings have them now; what is wrong with others is said to the user of a `context`. */
export function profilesNow(context?: Context): readonly ClusterProfile[] {
  const { profiles, problems } = readProfiles(vscode.workspace.getConfiguration('rulewright').get(setting));
  for (const problem of context === undefined ? [] : problems) refuse(problem);
  return profiles;
}

/** The one that is named, the only one, or the one that the user picks; with its secrets, which are asked for where there are none. */
export async function chooseCluster(
  context: Context,
  given: unknown,
  isUsable: (profile: ClusterProfile) => boolean,
): Promise<Chosen | undefined> {
  const profiles = profilesNow(context).filter((profile) => isUsable(profile) || profile.name === given);
  const profile = typeof given === 'string' ? profiles.find(({ name }) => name === given) : await pickProfile(profiles);
  if (profile === undefined) return undefined;
  const secrets = (await context.secrets.of(profile)) ?? (await askSecrets(context, profile));
  return secrets === undefined ? undefined : { profile, secrets };
}

async function pickProfile(profiles: readonly ClusterProfile[]): Promise<ClusterProfile | undefined> {
  const [only] = profiles;
  if (only === undefined) {
    const add = vscode.l10n.t('Add Cluster');
    const chosen = await vscode.window.showInformationMessage(vscode.l10n.t('No cluster is known that this can be done on.'), add);
    if (chosen === add) await vscode.commands.executeCommand('rulewright.addCluster');
    return undefined;
  }
  if (profiles.length === 1) return only;
  const items = profiles.map((profile) => ({
    label: profile.name,
    description: profile.url ?? profile.cloudId ?? profile.kibanaUrl ?? '',
    profile,
  }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('On which cluster') }))?.profile;
}

export function createSetSecret(context: Context): Commands['rulewright.setClusterSecret'] {
  return async (given) => {
    const profiles = profilesNow(context);
    const profile = typeof given === 'string' ? profiles.find(({ name }) => name === given) : await pickProfile(profiles);
    return profile !== undefined && (await askSecrets(context, profile)) !== undefined;
  };
}

export function createForgetSecret(context: Context): Commands['rulewright.forgetClusterSecret'] {
  return async (given) => {
    const profiles = profilesNow(context);
    const name = typeof given === 'string' ? given : (await pickProfile(profiles))?.name;
    if (name === undefined) return false;
    const wasKnown = await context.secrets.forget(name);
    const said = wasKnown ? vscode.l10n.t('The secret of {0} is forgotten.', name) : vscode.l10n.t('{0} has no secret here.', name);
    void vscode.window.showInformationMessage(said);
    return wasKnown;
  };
}

/** Asks and keeps them; undefined where the user left. */
async function askSecrets({ secrets: store }: Context, profile: ClusterProfile): Promise<ClusterSecrets | undefined> {
  const title = vscode.l10n.t('The secret of {0}', profile.name);
  const kinds = [
    { label: vscode.l10n.t('API key'), detail: vscode.l10n.t('In its encoded form, as Kibana shows it'), auth: 'apiKey' as const },
    { label: vscode.l10n.t('User and password'), auth: 'basic' as const },
    { label: vscode.l10n.t('Bearer token'), auth: 'bearer' as const },
    { label: vscode.l10n.t('None'), detail: vscode.l10n.t('The cluster asks for none'), auth: 'none' as const },
  ];
  const chosen = await vscode.window.showQuickPick(kinds, { title, ignoreFocusOut: true });
  const secrets = chosen === undefined ? undefined : await askFor(chosen.auth, title);
  if (secrets !== undefined) await store.keep(profile, secrets);
  return secrets;
}

async function askFor(kind: ClusterSecrets['kind'], title: string): Promise<ClusterSecrets | undefined> {
  if (kind === 'none') return { kind };
  const username = kind === 'basic' ? await vscode.window.showInputBox({ title, prompt: vscode.l10n.t('User'), ignoreFocusOut: true }) : '';
  if (username === undefined) return undefined;
  const secret = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('It is kept by VS Code in the secret storage of this computer'),
    password: true,
    ignoreFocusOut: true,
  });
  if (secret === undefined || secret === '') return undefined;
  if (kind === 'basic') return { kind, username, password: secret };
  return kind === 'apiKey' ? { kind, apiKey: secret.trim() } : { kind, token: secret.trim() };
}
