/**
 * The tags that Elastic's rules use: `Family: Value`, and which data asks for which tag.
 * https://www.elastic.co/docs/solutions/security/detect-and-alert/using-the-rule-builder
 */
import { remembered } from '../base/remembered.js';

export interface TagFamily {
  readonly name: string;
  readonly values: readonly string[];
  /** Whether rules use other values too. */
  readonly open: boolean;
}

const closed = (name: string, values: readonly string[]): TagFamily => ({ name, values, open: false });
const open = (name: string, values: readonly string[] = []): TagFamily => ({ name, values, open: true });

export const tagFamilies: readonly TagFamily[] = [
  open('Data Source', [
    'APM', 'AWS', 'Amazon Web Services', 'Azure', 'Crowdstrike', 'CyberArk PAS', 'Elastic Defend', 'Elastic Defend for Containers',
    'Elastic Endgame', 'File Integrity Monitoring', 'GCP', 'Google Cloud Platform', 'Google Workspace', 'Kubernetes', 'Microsoft 365',
    'Microsoft Defender XDR', 'Okta', 'PowerShell Logs', 'SentinelOne', 'Sysmon', 'Windows Security Event Logs',
    'Windows System Event Logs',
  ]),
  closed('Domain', ['Cloud', 'Container', 'Containers', 'Email', 'Endpoint', 'GenAI', 'Identity', 'Network', 'OT/IoT', 'SaaS']),
  open('Mitre Atlas'),
  closed('OS', ['Linux', 'Windows', 'macOS']),
  open('Platform', [
    'AWS', 'Azure', 'Elastic', 'Entra ID', 'FortiGate', 'GCP', 'GitHub', 'Google Workspace', 'Kubernetes', 'Linux', 'Microsoft 365',
    'Okta', 'Windows', 'Wiz', 'macOS',
  ]),
  closed('Profile', ['Aggressive', 'Beta', 'Recommended']),
  closed('Promotion', ['External Alerts']),
  closed('Resources', ['Investigation Guide', 'LLM', 'OS Query', 'Workflow']),
  closed('Rule Type', [
    'BBR', 'Custom Query (KQL)', 'ESQL', 'Event Correlation (EQL)', 'Higher-Order', 'Higher-Order Rule', 'Indicator Match', 'ML',
    'Machine Learning', 'New Terms', 'Threat Match', 'Threshold',
  ]),
  open('Service', ['AWS EC2', 'AWS IAM', 'AWS S3']),
  closed('Tactic', [
    'Collection', 'Command and Control', 'Credential Access', 'Defense Evasion', 'Defense Impairment', 'Discovery', 'Execution',
    'Exfiltration', 'Impact', 'Initial Access', 'Lateral Movement', 'Persistence', 'Privilege Escalation', 'Reconnaissance',
    'Resource Development', 'Stealth',
  ]),
  open('Threat', [
    'BPFDoor', 'Cobalt Strike', 'Lightning Framework', 'Log4Shell', 'Orbit', 'React2Shell', 'Rootkit', 'SolarWinds', 'TripleCross',
  ]),
  closed('Use Case', [
    'Active Directory Monitoring', 'Asset Visibility', 'Configuration Audit', 'Guided Onboarding', 'Identity and Access Audit',
    'Log Auditing', 'Network Security Monitoring', 'Threat Detection', 'UEBA', 'Vulnerability',
  ]),
  open('Vuln'),
]; // prettier-ignore

/** Every value of the families, as a whole tag. */
export const knownTags: readonly string[] = tagFamilies.flatMap(({ name, values }) => values.map((value) => `${name}: ${value}`));

/** The family a tag belongs to, as it is written; undefined for tags of no known family. */
export const familyOfTag = remembered((tag: string): TagFamily | undefined => tagFamilies.find(({ name }) => tag.startsWith(`${name}:`)));

export interface TagDuty {
  /** An index pattern in a rule, letter for letter. */
  readonly index: string;
  readonly tags: readonly string[];
}

const duty = (index: string, ...tags: readonly string[]): TagDuty => ({ index, tags });
const source = (name: string): string => `Data Source: ${name}`;
const cloud = 'Domain: Cloud';

/** Which tags Elastic's own rules have for the data they search. */
export const tagDuties: readonly TagDuty[] = [
  duty('logs-endpoint.events.*', 'Domain: Endpoint', source('Elastic Defend')),
  duty('logs-endpoint.alerts-*', source('Elastic Defend')),
  duty('endgame-*', source('Elastic Endgame')),
  duty('logs-aws*', source('AWS'), source('Amazon Web Services'), cloud),
  duty('logs-azure*', source('Azure'), cloud),
  duty('logs-o365*', source('Microsoft 365'), cloud),
  duty('logs-okta*', source('Okta')),
  duty('logs-gcp*', source('Google Cloud Platform'), source('GCP'), cloud),
  duty('logs-google_workspace*', source('Google Workspace'), cloud),
  duty('logs-cloud_defend*', source('Elastic Defend for Containers'), 'Domain: Container'),
  duty('logs-cloud_defend.alerts-*', source('Elastic Defend for Containers'), 'Domain: Container'),
  duty('logs-kubernetes.*', source('Kubernetes')),
  duty('apm-*-transaction*', source('APM')),
  duty('traces-apm*', source('APM')),
  duty('.alerts-security.*', 'Rule Type: Higher-Order Rule'),
  duty('logs-cyberarkpas.audit*', source('CyberArk PAS')),
  duty('logs-windows.sysmon_operational-*', source('Sysmon')),
  duty('logs-windows.powershell*', source('PowerShell Logs')),
  duty('logs-system.security*', source('Windows Security Event Logs')),
  duty('logs-system.forwarded*', source('Windows Security Event Logs')),
  duty('logs-system.system*', source('Windows System Event Logs')),
  duty('logs-sentinel_one_cloud_funnel.*', source('SentinelOne')),
  duty('logs-fim.event-*', source('File Integrity Monitoring')),
  duty('logs-m365_defender.event-*', source('Microsoft Defender XDR')),
  duty('logs-crowdstrike.fdr*', source('Crowdstrike')),
];
