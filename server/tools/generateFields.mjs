// Writes the field data that the product ships (server/src/schema/data) from the installed npm package @elastic/ecs and, where given,
// from a file of field bundles (integrations and Beats; names and types only).
//
//   node server/tools/generateFields.mjs [--bundles FILE] [--out FOLDER]
//
// Without --bundles, bundles.json is left as it is.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

const root = path.resolve(import.meta.dirname, '../..');
const { values: options } = parseArgs({ options: { bundles: { type: 'string' }, out: { type: 'string' } } });
const out = path.resolve(options.out ?? path.join(root, 'server/src/schema/data'));
const require = createRequire(import.meta.url);
const { EcsFlat } = require('@elastic/ecs');
const ecsPackage = JSON.parse(readFileSync(path.join(path.dirname(require.resolve('@elastic/ecs')), '../../package.json'), 'utf8'));

const ecsHeader = {
  source: `npm package @elastic/ecs ${ecsPackage.version}`,
  version: ecsPackage.version,
  licence: 'Apache-2.0',
  copyright: 'Elastic Common Schema, Copyright Elasticsearch B.V.',
  generator: 'node server/tools/generateFields.mjs',
};
/** The length above which Elastic's mappings leave a keyword out of the index, unless a field says otherwise. */
const usualIgnoreAbove = 1024;

/**
 * Filebeat defines the fields of a fileset without the name of its module (`cloudtrail.error_code` for aws.cloudtrail.error_code). The
 * filesets that belong to one module only get their module back; names whose module cannot be told are left out.
 * https://www.elastic.co/docs/reference/beats/filebeat/exported-fields
 */
const filebeatModules = {
  aws: ['cloudtrail', 'elb', 's3access'],
  azure: ['activitylogs', 'auditlogs', 'platformlogs', 'signinlogs'],
  gcp: ['firewall'],
  google_workspace: ['admin', 'drive', 'groups', 'login', 'saml'],
  okta: [
    'actor', 'authentication_context', 'client', 'debug_context', 'display_message', 'event_type', 'outcome', 'request',
    'security_context', 'severity', 'target', 'transaction', 'uuid',
  ],
  oracle: ['database_audit'],
  panw: ['panos'],
  pensando: ['dfw'],
  suricata: ['eve'],
  zeek: [
    'capture_loss', 'connection', 'dce_rpc', 'dhcp', 'dnp3', 'dns', 'dpd', 'files', 'ftp', 'intel', 'irc', 'kerberos', 'modbus',
    'notice', 'ntlm', 'ntp', 'ocsp', 'radius', 'rdp', 'rfb', 'signature', 'sip', 'smb_cmd', 'smb_files', 'smb_mapping', 'smtp',
    'snmp', 'socks', 'ssh', 'ssl', 'tunnel', 'weird', 'x509',
  ],
}; // prettier-ignore
const filebeatWhole = new Set([
  'activemq', 'aws', 'azure', 'cef', 'checkpoint', 'cisco', 'coredns', 'docker', 'elasticsearch', 'envoyproxy', 'forcepoint', 'fortinet',
  'gcp', 'google_workspace', 'haproxy', 'input', 'juniper', 'kafka', 'kibana', 'microsoft', 'misp', 'mysql', 'netflow', 'o365',
  'salesforce', 'santa', 'snyk', 'sophos', 'ubiquiti', 'winlog', 'zeek', 'zoom',
]); // prettier-ignore
const moduleOfFileset = new Map(
  Object.entries(filebeatModules).flatMap(([module, filesets]) => filesets.map((fileset) => [fileset, module])),
);

function filebeatName(name) {
  const first = name.split('.', 1)[0];
  if (filebeatWhole.has(first)) return [name];
  const module = moduleOfFileset.get(first);
  return module === undefined ? [] : [`${module}.${name}`];
}

/** One string per line keeps the files compact and their differences readable. */
function write(name, header, lists) {
  const parts = [
    ...Object.entries(header).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`),
    ...Object.entries(lists).map(([key, list]) => `${JSON.stringify(key)}: ${listText(list)}`),
  ];
  mkdirSync(out, { recursive: true });
  writeFileSync(path.join(out, name), `{\n${parts.join(',\n')}\n}\n`);
}

function listText(list) {
  const [open, close] = Array.isArray(list) ? '[]' : '{}';
  const lines = Array.isArray(list)
    ? list.map((entry) => JSON.stringify(entry))
    : Object.entries(list).map(([key, entry]) => `${JSON.stringify(key)}:${JSON.stringify(entry)}`);
  return `${open}\n${lines.join(',\n')}\n${close}`;
}

function byName(a, b) {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/**
 * Sorted and front coded: `<characters shared with the name before> <rest of the name> <type><flags>`. The type is its place in
 * `types`, in base 36; flags: `+` an array, `?` a type that is only a guess, digits an unusual ignore_above (0: none).
 */
function encode(fields, types) {
  let before = '';
  return [...fields].sort(byName).map(({ name, type, array, guess, ignoreAbove }) => {
    if (/[\s]/.test(name)) throw new Error(`a field name with white space: ${name}`);
    let shared = 0;
    while (shared < before.length && before[shared] === name[shared]) shared++;
    before = name;
    const flags = `${array ? '+' : ''}${guess ? '?' : ''}${ignoreAbove ?? ''}`;
    return `${shared} ${name.slice(shared)} ${typeCode(type, types)}${flags}`;
  });
}

function typeCode(type, types) {
  if (!types.includes(type)) types.push(type);
  const code = types.indexOf(type);
  if (code > 35) throw new Error('more than 36 types');
  return code.toString(36);
}

function ecsFields() {
  return Object.values(EcsFlat).flatMap((field) => [
    {
      name: field.flat_name,
      type: field.type,
      array: field.normalize.includes('array'),
      ignoreAbove: field.type === 'keyword' && field.ignore_above !== usualIgnoreAbove ? (field.ignore_above ?? 0) : undefined,
    },
    ...(field.multi_fields ?? []).map((multi) => ({ name: multi.flat_name, type: multi.type })),
  ]);
}

/** A place in `list` for the value, equal ones once. */
function intern(list, value) {
  const text = JSON.stringify(value);
  const found = list.findIndex((other) => JSON.stringify(other) === text);
  return found < 0 ? list.push(value) - 1 : found;
}

function ecsValues() {
  const sets = [];
  const fields = {};
  for (const field of Object.values(EcsFlat).sort((a, b) => byName({ name: a.flat_name }, { name: b.flat_name }))) {
    const list = (field.allowed_values ?? field.expected_values?.map((name) => ({ name })))?.map((value) => ({
      name: value.name,
      ...(value.description === undefined ? {} : { description: value.description }),
      ...(value.expected_event_types === undefined ? {} : { expectedTypes: value.expected_event_types }),
    }));
    if (list !== undefined) fields[field.flat_name] = intern(sets, { closed: field.allowed_values !== undefined, list });
  }
  return { sets, fields };
}

/** Per field: the number of its text, its level, and its example where it has one. */
function ecsDescriptions() {
  const texts = [];
  const known = new Map();
  const fields = {};
  for (const field of Object.values(EcsFlat).sort((a, b) => byName({ name: a.flat_name }, { name: b.flat_name }))) {
    const text = field.description.trim();
    const number = known.get(text) ?? texts.push(text) - 1;
    known.set(text, number);
    fields[field.flat_name] = [number, field.level, ...(field.example === undefined ? [] : [String(field.example)])];
  }
  return { texts, fields };
}

/** A field of a bundle as we keep it; none where ECS has it with the same meaning or the name is damaged. */
function bundleField(name, type, ecsTypes) {
  if (/[{}'\s]/.test(name)) return [];
  const range = /^(.*)\[(\d)-(\d)\]$/.exec(name);
  if (range !== null) {
    const [, stem, from, to] = range;
    return Array.from({ length: to - from + 1 }, (_, i) => ({ name: `${stem}${Number(from) + i}`, type }));
  }
  const inEcs = ecsTypes.get(name);
  const textual = ['text', 'match_only_text'];
  if (inEcs === type || (textual.includes(inEcs) && textual.includes(type))) return [];
  // `array` is not a type of Elasticsearch: the source did not say what is in it.
  return [type === 'array' ? { name, type: 'keyword', array: true, guess: true } : { name, type }];
}

function bundleList(file, types) {
  const ecsTypes = new Map(ecsFields().map(({ name, type }) => [name, type]));
  return Object.entries(JSON.parse(readFileSync(file, 'utf8')).bundles).map(([name, bundle]) => {
    const repaired = (field) => (name === 'filebeat' ? filebeatName(field) : [field]);
    const fields = Object.entries(bundle.fields).flatMap(([type, names]) =>
      names.flatMap(repaired).flatMap((field) => bundleField(field, type, ecsTypes)),
    );
    return { name, patterns: bundle.patterns, source: bundle.source, fields: encode(fields, types).join('\n') };
  });
}

function main() {
  const types = [];
  const fields = encode(ecsFields(), types);
  write('fields.json', { ...ecsHeader, types }, { fields });
  write('values.json', ecsHeader, ecsValues());
  write('descriptions.json', ecsHeader, ecsDescriptions());
  if (options.bundles !== undefined) {
    const bundleTypes = [];
    const bundles = bundleList(options.bundles, bundleTypes);
    const header = {
      source: 'Names and types of fields, no texts; the source of each bundle stands with it. Fields of ECS are left out.',
      ecs: ecsPackage.version,
      licence: 'Names and types are facts',
      generator: 'node server/tools/generateFields.mjs --bundles FILE',
      types: bundleTypes,
    };
    write('bundles.json', header, { bundles });
  }
}

main();
