package io.testudo.simulation.sensor;

import java.util.Locale;
import java.util.Map;

/**
 * What the version resource of a Windows program says of it.
 *
 * @param originalName the file name it was built with
 * @param description what it calls itself
 * @param product the product it belongs to
 * @param company who made it
 * @param version its version
 */
record VersionResource(
    String originalName, String description, String product, String company, String version) {

  private static final VersionResource UNKNOWN = new VersionResource("-", "-", "-", "-", "-");

  private static final Map<String, VersionResource> KNOWN =
      Map.ofEntries(
          windows("cmd.exe", "Cmd.Exe", "Windows Command Processor"),
          windows("powershell.exe", "PowerShell.EXE", "Windows PowerShell"),
          windows("rundll32.exe", "RUNDLL32.EXE", "Windows host process (Rundll32)"),
          windows("svchost.exe", "svchost.exe", "Host Process for Windows Services"),
          windows("services.exe", "services.exe", "Services and Controller app"),
          windows("lsass.exe", "lsass.exe", "Local Security Authority Process"),
          windows("explorer.exe", "EXPLORER.EXE", "Windows Explorer"),
          windows("wmiprvse.exe", "Wmiprvse.exe", "WMI Provider Host"),
          windows("wmic.exe", "wmic.exe", "WMI Commandline Utility"),
          windows("schtasks.exe", "schtasks.exe", "Task Scheduler Configuration Tool"),
          windows("reg.exe", "reg.exe", "Registry Console Tool"),
          windows("net.exe", "net.exe", "Net Command"),
          windows("net1.exe", "net1.exe", "Net Command"),
          windows("nltest.exe", "nltestrk.exe", "Microsoft\u00ae Logon Server Test Utility"),
          windows("whoami.exe", "whoami.exe", "whoami - displays logged on user information"),
          windows("ipconfig.exe", "ipconfig.exe", "IP Configuration Utility"),
          windows("systeminfo.exe", "sysinfo.exe", "Displays system information"),
          windows("tasklist.exe", "tasklist.exe", "Lists the current running tasks"),
          windows("quser.exe", "quser.exe", "Query User Utility"),
          windows("mstsc.exe", "mstsc.exe", "Remote Desktop Connection"),
          windows("rdpclip.exe", "rdpclip.exe", "RDP Clipboard Monitor"),
          windows("taskhostw.exe", "taskhostw.exe", "Host Process for Windows Tasks"),
          windows("gpupdate.exe", "GPUpdate.exe", "Microsoft\u00ae Group Policy Update Utility"),
          windows("wsmprovhost.exe", "wsmprovhost.exe", "Host process for WinRM plug-ins"),
          windows("conhost.exe", "CONHOST.EXE", "Console Window Host"),
          windows("curl.exe", "curl.exe", "The curl executable"),
          windows("ftp.exe", "ftp.exe", "File Transfer Program"),
          windows("nslookup.exe", "nslookup.exe", "nslookup"),
          windows("msiexec.exe", "msiexec.exe", "Windows\u00ae installer"),
          windows("notepad.exe", "NOTEPAD.EXE", "Notepad"),
          windows("wuauclt.exe", "wuauclt.exe", "Windows Update"),
          windows("trustedinstaller.exe", "TrustedInstaller.exe", "Windows Modules Installer"),
          windows("ntdsutil.exe", "ntdsutil.exe", "NT5DS"),
          windows(
              "mpcmdrun.exe", "MpCmdRun.exe", "Microsoft Malware Protection Command Line Utility"),
          made(
              "winword.exe",
              "WinWord.exe",
              "Microsoft Word",
              "Microsoft Office",
              "Microsoft Corporation",
              "16.0.17328.20206"),
          made(
              "excel.exe",
              "Excel.exe",
              "Microsoft Excel",
              "Microsoft Office",
              "Microsoft Corporation",
              "16.0.17328.20206"),
          made(
              "outlook.exe",
              "Outlook.exe",
              "Microsoft Outlook",
              "Microsoft Outlook",
              "Microsoft Corporation",
              "16.0.17328.20206"),
          made(
              "msedge.exe",
              "msedge.exe",
              "Microsoft Edge",
              "Microsoft Edge",
              "Microsoft Corporation",
              "126.0.2592.81"),
          made(
              "chrome.exe",
              "chrome.exe",
              "Google Chrome",
              "Google Chrome",
              "Google LLC",
              "126.0.6478.127"),
          made(
              "teams.exe",
              "Teams.exe",
              "Microsoft Teams",
              "Microsoft Teams",
              "Microsoft Corporation",
              "1.7.00.13456"),
          made(
              "psexec64.exe",
              "psexec.c",
              "Execute processes remotely",
              "Sysinternals PsExec",
              "Sysinternals - www.sysinternals.com",
              "2.43"),
          made(
              "psexec.exe",
              "psexec.c",
              "Execute processes remotely",
              "Sysinternals PsExec",
              "Sysinternals - www.sysinternals.com",
              "2.43"),
          made(
              "psexesvc.exe",
              "psexesvc.exe",
              "PsExec Service",
              "Sysinternals PsExec",
              "Sysinternals",
              "2.43"),
          made(
              "procdump64.exe",
              "procdump",
              "Sysinternals process dump utility",
              "ProcDump",
              "Sysinternals - www.sysinternals.com",
              "11.0"),
          made(
              "procdump.exe",
              "procdump",
              "Sysinternals process dump utility",
              "ProcDump",
              "Sysinternals - www.sysinternals.com",
              "11.0"),
          made(
              "rclone.exe",
              "rclone.exe",
              "Rsync for cloud storage",
              "Rclone",
              "https://rclone.org",
              "1.66.0"),
          made("7z.exe", "7z.exe", "7-Zip Console", "7-Zip", "Igor Pavlov", "23.01"),
          made(
              "pscp.exe",
              "PSCP",
              "Command-line SCP/SFTP client",
              "PuTTY suite",
              "Simon Tatham",
              "Release 0.80"),
          made(
              "msmpeng.exe",
              "MsMpEng.exe",
              "Antimalware Service Executable",
              "Microsoft\u00ae Windows\u00ae Operating System",
              "Microsoft Corporation",
              "4.18.24050.7"),
          made(
              "ccmexec.exe",
              "CcmExec.exe",
              "Host Process for Microsoft Configuration Manager",
              "Configuration Manager",
              "Microsoft Corporation",
              "5.00.9122.1000"),
          made(
              "microsoftedgeupdate.exe",
              "msedgeupdate.dll",
              "Microsoft Edge Update",
              "Microsoft Edge Update",
              "Microsoft Corporation",
              "1.3.187.41"),
          made(
              "sqlservr.exe",
              "SQLSERVR.EXE",
              "SQL Server Windows NT - 64 Bit",
              "Microsoft SQL Server",
              "Microsoft Corporation",
              "15.0.2000.5"));

  private static Map.Entry<String, VersionResource> windows(
      String file, String name, String description) {
    return made(
        file,
        name,
        description,
        "Microsoft\u00ae Windows\u00ae Operating System",
        "Microsoft Corporation",
        "10.0.19041.3636 (WinBuild.160101.0800)");
  }

  private static Map.Entry<String, VersionResource> made(
      String file,
      String name,
      String description,
      String product,
      String company,
      String version) {
    return Map.entry(file, new VersionResource(name, description, product, company, version));
  }

  /** What is known of the program at this path; dashes, as Sysmon writes, if nothing is. */
  static VersionResource at(String image) {
    String file = image.substring(image.lastIndexOf('\\') + 1).toLowerCase(Locale.ROOT);
    return KNOWN.getOrDefault(file, UNKNOWN);
  }
}
