/** Values that rules use often: tags of the families that Elastic's rules have, and index patterns. */

const families: readonly (readonly [family: string, values: readonly string[]])[] = [
  ['OS', ['Linux', 'macOS', 'Windows']],
  ['Domain', ['Cloud', 'Container', 'Email', 'Endpoint', 'GenAI', 'Identity', 'Kubernetes', 'LLM', 'Network', 'OT/IoT', 'SaaS', 'Web']],
  [
    'Tactic',
    [
      'Collection', 'Command and Control', 'Credential Access', 'Defense Evasion', 'Discovery', 'Execution', 'Exfiltration', 'Impact',
      'Initial Access', 'Lateral Movement', 'Persistence', 'Privilege Escalation', 'Reconnaissance', 'Resource Development',
    ],
  ],
  [
    'Use Case',
    [
      'Active Directory Monitoring', 'Asset Visibility', 'Configuration Audit', 'Guided Onboarding', 'Identity and Access Audit',
      'Log Auditing', 'Network Security Monitoring', 'Threat Detection', 'UEBA', 'Vulnerability',
    ],
  ],
  [
    'Rule Type',
    [
      'BBR', 'Custom Query (KQL)', 'ESQL', 'Event Correlation (EQL)', 'Higher-Order Rule', 'Indicator Match', 'ML', 'Machine Learning',
      'New Terms', 'Threat Match', 'Threshold',
    ],
  ],
  ['Resources', ['Investigation Guide', 'LLM', 'OS Query', 'Workflow']],
  ['Profile', ['Aggressive', 'Beta', 'Recommended']],
  ['Promotion', ['External Alerts']],
  [
    'Data Source',
    [
      'APM', 'AWS', 'AWS CloudTrail', 'Active Directory', 'Amazon Web Services', 'Auditd Manager', 'Azure', 'Azure Activity Logs',
      'Crowdstrike', 'CyberArk PAS', 'Elastic Defend', 'Elastic Defend for Containers', 'Elastic Endgame', 'File Integrity Monitoring',
      'GCP', 'Github', 'Google Cloud Platform', 'Google Workspace', 'Kubernetes', 'Microsoft 365', 'Microsoft Defender XDR',
      'Microsoft Entra ID', 'Network Packet Capture', 'Network Traffic', 'Okta', 'PowerShell Logs', 'SentinelOne', 'Sysmon',
      'Windows Security Event Logs', 'Windows System Event Logs',
    ],
  ],
  ['Platform', ['AWS', 'Azure', 'Elastic', 'Entra ID', 'FortiGate', 'GCP', 'GitHub', 'Google Workspace', 'Kubernetes', 'Linux', 'Microsoft 365', 'Okta', 'Windows', 'Wiz', 'macOS']],
]; // prettier-ignore

/** `Family: Value` */
export const ruleTags: readonly string[] = families.flatMap(([family, values]) => values.map((value) => `${family}: ${value}`));

/** With what writes the events. */
export const usualIndexPatterns: readonly (readonly [pattern: string, source: string])[] = [
  ['logs-endpoint.events.*', 'Elastic Defend, all events'],
  ['logs-endpoint.events.process-*', 'Elastic Defend, processes'],
  ['logs-endpoint.events.file-*', 'Elastic Defend, files'],
  ['logs-endpoint.events.network-*', 'Elastic Defend, network'],
  ['logs-endpoint.events.registry-*', 'Elastic Defend, registry'],
  ['logs-endpoint.events.library-*', 'Elastic Defend, libraries'],
  ['logs-endpoint.events.api-*', 'Elastic Defend, API calls'],
  ['logs-endpoint.alerts-*', 'Elastic Defend, alerts'],
  ['winlogbeat-*', 'Winlogbeat'],
  ['logs-windows.sysmon_operational-*', 'Sysmon'],
  ['logs-windows.powershell*', 'PowerShell logs'],
  ['logs-windows.forwarded*', 'Forwarded Windows events'],
  ['logs-system.security*', 'Windows security events'],
  ['logs-system.auth-*', 'Linux logins'],
  ['auditbeat-*', 'Auditbeat'],
  ['logs-auditd_manager.auditd-*', 'Auditd Manager'],
  ['filebeat-*', 'Filebeat'],
  ['packetbeat-*', 'Packetbeat'],
  ['logs-network_traffic.*', 'Network Packet Capture'],
  ['logs-fim.event-*', 'File Integrity Monitoring'],
  ['endgame-*', 'Elastic Endgame'],
  ['logs-sentinel_one_cloud_funnel.*', 'SentinelOne'],
  ['logs-m365_defender.event-*', 'Microsoft Defender XDR'],
  ['logs-crowdstrike.fdr*', 'CrowdStrike'],
  ['logs-cloud_defend*', 'Elastic Defend for Containers'],
  ['logs-kubernetes.audit_logs-*', 'Kubernetes audit logs'],
  ['logs-aws.cloudtrail-*', 'AWS CloudTrail'],
  ['logs-azure.activitylogs-*', 'Azure activity logs'],
  ['logs-azure.signinlogs-*', 'Microsoft Entra ID sign-ins'],
  ['logs-azure.auditlogs-*', 'Microsoft Entra ID audit logs'],
  ['logs-gcp.audit-*', 'Google Cloud audit logs'],
  ['logs-google_workspace*', 'Google Workspace'],
  ['logs-o365.audit-*', 'Microsoft 365 audit logs'],
  ['logs-okta.system-*', 'Okta system logs'],
  ['logs-github.audit-*', 'GitHub audit logs'],
  ['logs-ti_*', 'Indicators of threat intelligence integrations'],
  ['traces-apm*', 'APM'],
  ['.alerts-security.*', 'Alerts of other rules'],
];
