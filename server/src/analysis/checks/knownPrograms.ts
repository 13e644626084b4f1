/** Programs of Windows that rules name often: what a slip in such a name is measured against. */

export const knownPrograms: ReadonlySet<string> = new Set(
  (
    'addinutil at atbroker attrib auditpol bcdedit bginfo bitsadmin certreq certutil cmd cmdkey cmdl32 cmstp computerdefaults conhost control ' +
    'csc cscript csrss cvtres dfsvc diskpart diskshadow dism dllhost dnscmd driverquery dsget dsquery esentutl eventvwr expand explorer ' +
    'extexport extrac32 fltmc fodhelper forfiles fsutil ftp gpresult gpscript gpupdate hh hostname icacls ieexec iexplore infdefaultinstall ' +
    'installutil ipconfig jsc ksetup ldifde logonui lsass makecab mavinject microsoft.workflow.compiler mmc mobsync mofcomp mpcmdrun msbuild ' +
    'msconfig msdt mshta msiexec msxsl nbtstat net net1 netdom netsh netstat nltest notepad nslookup ntdsutil odbcconf openfiles pcalua ' +
    'pcwrun ping powershell powershell_ise presentationhost print psr pwsh qprocess query quser qwinsta rdrleakdiag reg regasm regedit ' +
    'regedt32 regini regsvcs regsvr32 replace rundll32 runonce runtimebroker sc schtasks scrcons sdbinst searchindexer ' +
    'searchprotocolhost secedit services setspn setx shutdown sihost smss spoolsv svchost systeminfo systempropertiesadvanced takeown ' +
    'taskeng taskhost taskhostw taskkill tasklist taskmgr tracert typeperf userinit utilman utilman2 vbc vssadmin w32tm w3wp wbadmin wbemtest ' +
    'wermgr werfault wevtutil where whoami wininit winlogon winrm winrs winword wlrmdr wmic wmiprvse workfolders wscript wsmprovhost wusa ' +
    'xcopy xwizard'
  )
    .split(' ')
    .map((name) => `${name}.exe`),
);
