"""Records what Spring serves for each case, from the mappings endpoint of the booted application. Needs Maven and Java 17.
The controllers of a case lie in the package `shop`."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from cases import record  # noqa: E402

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId>
<version>3.5.6</version><relativePath/></parent>
<groupId>shop</groupId><artifactId>shop</artifactId><version>1</version><properties><java.version>17</java.version></properties>
<dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency>
<dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-actuator</artifactId></dependency></dependencies>
<build><plugins><plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId></plugin>
</plugins></build></project>
"""
KOTLIN = """<plugin><groupId>org.jetbrains.kotlin</groupId><artifactId>kotlin-maven-plugin</artifactId>
<configuration><args><arg>-Xjsr305=strict</arg></args><compilerPlugins><plugin>spring</plugin></compilerPlugins></configuration>
<executions><execution><id>compile</id><phase>compile</phase><goals><goal>compile</goal></goals></execution></executions>
<dependencies><dependency><groupId>org.jetbrains.kotlin</groupId><artifactId>kotlin-maven-allopen</artifactId>
<version>${kotlin.version}</version></dependency></dependencies></plugin>
"""
KOTLIN_LIBRARIES = """<dependency><groupId>org.jetbrains.kotlin</groupId><artifactId>kotlin-stdlib</artifactId></dependency>
<dependency><groupId>org.jetbrains.kotlin</groupId><artifactId>kotlin-reflect</artifactId></dependency>
"""


def pom(project: Path) -> str:
    if not (project / "src/main/kotlin").exists():
        return POM
    text = POM.replace("</plugins></build>", KOTLIN + "</plugins><sourceDirectory>src/main/kotlin</sourceDirectory></build>")
    return text.replace("</dependencies>", KOTLIN_LIBRARIES + "</dependencies>", 1)


def lines(mappings: dict, context: str) -> list[str]:
    out = []
    for one in mappings["contexts"].values():
        for mapping in one["mappings"]["dispatcherServlets"]["dispatcherServlet"]:
            details = mapping.get("details") or {}
            method, conditions = details.get("handlerMethod") or {}, details.get("requestMappingConditions") or {}
            if method.get("className", "").startswith("shop."):
                for path in conditions["patterns"]:
                    path = re.sub(r"{\*?(\w+)(:[^/]*)?}", r"{\1}", path) or "/"
                    out += [f"{verb} {context}{path}" for verb in conditions["methods"] or ["ANY"]]
    return out


def ask(project: Path) -> list[str]:
    (project / "pom.xml").write_text(pom(project))
    subprocess.run(["mvn", "-B", "-q", "package", "-DskipTests"], cwd=project, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        ["java", "-jar", "target/shop-1.jar", "--server.address=127.0.0.1", f"--server.port={port}",
         "--management.endpoints.web.exposure.include=mappings", f"--management.server.port={port + 1}"],
        cwd=project, stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(60):
            time.sleep(1)
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port + 1}/actuator/mappings") as answer:
                    found = json.load(answer)
                break
            except OSError:
                continue
        settings = (project / "src/main/resources/application.properties").read_text()
        context = re.search(r"^server.servlet.context-path=(\S+)", settings, re.MULTILINE)
        return lines(found, context.group(1) if context else "")
    finally:
        server.kill()
        server.wait()


if __name__ == "__main__":
    sys.exit(record(Path(__file__).parent, ask))
