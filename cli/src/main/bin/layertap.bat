@echo off
rem SPDX-License-Identifier: Apache-2.0
rem Starts Layertap's command-line tool with the Java in JAVA_HOME, or the one in the path.
setlocal
set "JAVA_TO_RUN=java"
if defined JAVA_HOME set "JAVA_TO_RUN=%JAVA_HOME%\bin\java.exe"
"%JAVA_TO_RUN%" -version >nul 2>&1
if errorlevel 1 (
  echo layertap: No Java was found. Install Java 17 or newer, or set JAVA_HOME. 1>&2
  exit /b 2
)
"%JAVA_TO_RUN%" --enable-native-access=ALL-UNNAMED -version >nul 2>&1
if errorlevel 1 (
  echo layertap: Java 17 or newer is needed. Set JAVA_HOME to a newer one. 1>&2
  exit /b 2
)
"%JAVA_TO_RUN%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true -Dai.djl.offline=true -cp "%~dp0..\lib\*" dev.layertap.cli.Main %*
exit /b %errorlevel%
