// docs/configuration.md: every key of rulewright.config.json, from its JSON schema, with an example of each.

const intro = `<!-- Written by server/tools/generateDocs.mjs from server/src/config/projectConfig.ts and server/tools/configurationPage.mjs; change it there. -->

# Configuration

\`rulewright.config.json\` holds for all rules in its folder and below it, in the editor and on the command line alike; of several the one
nearest to a rule counts. It is JSON, and comments are allowed. Every key may be left out. What is wrong in it is said, and all else holds.
Paths are below its folder.

\`\`\`json
{
  "profile": "detections-as-code",
  "severity": { "QRY005": "warning", "SCH011": "off" },
  "exclude": ["rules/_deprecated/**"],
  "suppress": [{ "files": ["rules/acme/**"], "codes": ["QRY002"], "reason": "a pipeline adds these fields" }],
  "fields": [{ "file": "fields/acme.json" }]
}
\`\`\`

VS Code completes and checks the file. **Rulewright: Open Configuration** makes one where there is none.`;

const examples = {
  profile: { profile: 'detections-as-code' },
  severity: { severity: { QRY002: 'error', FMT002: 'off' } },
  rules: { rules: ['rules/**', 'hunting/**/*.toml'] },
  exclude: { exclude: ['rules/_deprecated/**', '**/draft_*.toml'] },
  suppress: { suppress: [{ files: ['rules/acme/*.kuery'], codes: ['QRY002'], reason: 'a pipeline adds these fields' }] },
  fields: { fields: [{ file: 'fields/acme.json' }, { file: 'fields/beat.yml', indexPatterns: ['acmebeat-*'] }] },
  mappings: { mappings: ['mappings/acme-proxy.json'] },
  attack: { attack: 'attack/enterprise-attack.json' },
};

const more = {
  profile: `- \`any\`: what is wrong wherever a rule is kept: what Kibana or Elasticsearch refuses, and what can hardly be meant.
- \`detections-as-code\`: besides, what a repository with the public tools for rules asks: dates, versions, tags, file names.
- \`elastic\`: besides, the conventions of Elastic's own prebuilt rules.

Without this key \`detections-as-code\` is used where a \`_config.yaml\` stands beside or above the rules, \`elastic\` for rules of Elastic's in
a clone of its repository, else \`any\`; \`rulewright check --profile\` goes before that, but not before this key. What \`_config.yaml\`
switches off, as \`bypass_tags_validation\` does, is not reported; the key \`severity\` brings it back. Which code is for which profile is
in [diagnostics.md](diagnostics.md).`,
  severity: `It goes before the setting \`rulewright.severity\` of the editor. A code that is off by default is switched on by a level.`,
  suppress: `A problem in one place is better silenced there, by a comment or by the list of a rule: see [diagnostics.md](diagnostics.md).`,
  fields: `Unknown fields are reported more mildly where the indices of a rule are not fully known. A description makes them known, to completion
and hover as well. These are read:

- \`{"logs-acme.*": {"acme.team": "keyword"}}\`, which \`rulewright fields --infer EVENTS --index 'logs-acme.*'\` writes from your own events
- the answer of \`GET logs-acme.*/_mapping\` or \`GET logs-acme.*/_field_caps?fields=*\`, as Kibana's Dev Tools show it
- \`fields.yml\` of an integration or a Beat

\`indexPatterns\` says which indices have the fields, where the file does not. The files that a \`_config.yaml\` names in its
\`stack_schema_map\` are read without being listed. **Rulewright: Import Fields** writes the entry.`,
  mappings: `Events of other shapes go through a mapping before a rule runs on them: see [field-mapping.md](field-mapping.md). A mapping that cannot
be used keeps \`run\`, \`explain\` and \`alerts\` from running, and \`check\` tells of it; the editor runs without it and says so.`,
  attack: `MITRE publishes the bundle as \`enterprise-attack.json\` in [mitre-attack/attack-stix-data](https://github.com/mitre-attack/attack-stix-data).
**Rulewright: Import ATT&CK** writes the entry.`,
};

/** `schema` is the JSON schema of the file. */
export function configurationPage({ properties }) {
  const keys = Object.keys(properties).filter((key) => key !== '$schema');
  for (const key of keys) if (!Object.hasOwn(examples, key)) throw new Error(`configurationPage.mjs has no example for ${key}`);
  return [intro, ...keys.map((key) => section(key, properties[key]))];
}

function section(key, spec) {
  const inner = Object.entries(spec.items?.properties ?? {}).map(
    ([name, { description }]) => `| \`${name}\`${spec.items.required.includes(name) ? '' : ', optional'} | ${description} |`,
  );
  const table = inner.length === 0 ? [] : [['| In each entry | |', '|---|---|', ...inner].join('\n')];
  const example = `\`\`\`json\n${JSON.stringify(examples[key], undefined, 2)}\n\`\`\``;
  return [`## ${key}`, spec.description, ...table, example, ...(more[key] === undefined ? [] : [more[key]])].join('\n\n');
}
