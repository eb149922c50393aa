package dev.breakwater.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes manifests of every platform, a file each, the same ones every time: what a company has in
 * its repositories, most of it careless. {@code ManyManifests DIRECTORY COUNT}
 */
final class ManyManifests {
  private static final String[] CONTROLLERS = {"Deployment", "StatefulSet", "DaemonSet", "Job"};
  private static final int FILES_A_DIRECTORY = 100;

  private ManyManifests() {}

  public static void main(String[] words) throws IOException {
    Path directory = Path.of(words[0]);
    int count = Integer.parseInt(words[1]);
    for (int i = 0; i < count; i++) {
      Path team = directory.resolve("team-" + i / FILES_A_DIRECTORY);
      Files.createDirectories(team);
      // Of a hundred files, one is a task definition, one is an app, and five are projects.
      switch (i % 100) {
        case 13 -> write(team, i, ".json", task(i));
        case 57 -> write(team, i, ".json", app(i));
        case 3, 23, 43, 63, 83 -> write(team, i, "/compose.yaml", project(i));
        case 7, 27, 47, 67, 87 -> write(team, i, ".yaml", listed(i));
        default -> write(team, i, ".yaml", application(i));
      }
    }
  }

  private static void write(Path team, int i, String rest, String text) throws IOException {
    Path file = team.resolve("service-" + i + rest);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  /** A controller or a pod, with the service and the settings that belong to it. */
  private static String application(int i) {
    return service(i) + "---\n" + settings(i) + "---\n" + workload(i);
  }

  /** A controller or a pod; a deployment for 0. */
  static String workload(int i) {
    if (i % 5 == 4) {
      return head("v1", "Pod", i) + "spec:\n" + pod(i, 2);
    }
    String kind = CONTROLLERS[i % 5];
    String number = String.valueOf(i);
    String selector =
        """
          selector:
            matchLabels:
              app: service-NUMBER
        """
            .replace("NUMBER", number);
    String template =
        """
          template:
            metadata:
              labels:
                app: service-NUMBER
            spec:
        """
            .replace("NUMBER", number);
    boolean job = kind.equals("Job");
    return head(job ? "batch/v1" : "apps/v1", kind, i)
        + "spec:\n"
        + (job ? "" : selector)
        + template
        + pod(i, 6);
  }

  private static String head(String version, String kind, int i) {
    return """
    apiVersion: VERSION
    kind: KIND
    metadata:
      name: service-NUMBER
      namespace: team-TEAM
      labels:
        app: service-NUMBER
        app.kubernetes.io/managed-by: hand
      annotations:
        example.org/owner: team-TEAM@example.org
    """
        .replace("VERSION", version)
        .replace("KIND", kind)
        .replace("TEAM", String.valueOf(i / FILES_A_DIRECTORY))
        .replace("NUMBER", String.valueOf(i));
  }

  /** A pod's specification; one in three is as restricted wants it. */
  private static String pod(int i, int indentation) {
    String text =
        (i % 3 == 0 ? HARDENED : CARELESS)
            .replace("NUMBER", String.valueOf(i))
            .replace("PORT", String.valueOf(8000 + i % 1000));
    return text.indent(indentation);
  }

  private static final String HARDENED =
      """
      serviceAccountName: service
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: main
          image: registry.example.org/service-NUMBER:1.4.NUMBER
          command: ["/service", "--listen", ":PORT"]
          ports:
            - containerPort: PORT
          env:
            - name: LEVEL
              value: info
            - name: PASSWORD
              valueFrom:
                secretKeyRef:
                  name: service-NUMBER
                  key: password
          resources:
            requests: {cpu: 100m, memory: 128Mi}
            limits: {memory: 256Mi}
          livenessProbe:
            httpGet: {path: /healthz, port: PORT}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities:
              drop: [ALL]
          volumeMounts:
            - name: scratch
              mountPath: /tmp
      volumes:
        - name: scratch
          emptyDir: {}
      """;

  private static final String CARELESS =
      """
      hostNetwork: true
      initContainers:
        - name: prepare
          image: busybox
          command: ["sh", "-c", "chown -R 1000 /data"]
          securityContext:
            privileged: true
          volumeMounts:
            - name: data
              mountPath: /data
      containers:
        - name: main
          image: service-NUMBER:latest
          ports:
            - containerPort: PORT
              hostPort: PORT
          env:
            - name: LEVEL
              value: debug
          resources:
            limits: {cpu: "2", memory: 1Gi}
          volumeMounts:
            - name: data
              mountPath: /data
        - name: sidecar
          image: registry.example.org/proxy@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
          securityContext:
            capabilities:
              add: [NET_ADMIN, SYS_TIME]
      volumes:
        - name: data
          hostPath:
            path: /var/lib/service-NUMBER
      """;

  private static String service(int i) {
    return head("v1", "Service", i)
        + "spec:\n  selector:\n    app: service-"
        + i
        + "\n  ports:\n    - port: 80\n      targetPort: "
        + (8000 + i % 1000)
        + "\n";
  }

  private static String settings(int i) {
    StringBuilder text = new StringBuilder(head("v1", "ConfigMap", i)).append("data:\n");
    for (int line = 0; line < 10; line++) {
      text.append("  SETTING_").append(line).append(": \"").append(i * 31 + line).append("\"\n");
    }
    return text.toString();
  }

  private static String listed(int i) {
    String items =
        workload(i).indent(4).replaceFirst("^ {4}", "  - ")
            + workload(i + 1_000_000).indent(4).replaceFirst("^ {4}", "  - ");
    return "apiVersion: v1\nkind: List\nitems:\n" + items;
  }

  private static String project(int i) {
    return """
    x-common: &common
      restart: unless-stopped
      logging:
        driver: json-file
    services:
      web:
        <<: *common
        image: registry.example.org/web:NUMBER
        ports: ["PORT:80"]
        environment:
          LEVEL: ${LEVEL:-info}
        depends_on: [database]
      database:
        <<: *common
        image: postgres:16
        user: "999:999"
        privileged: true
        network_mode: host
        volumes:
          - /srv/database-NUMBER:/var/lib/postgresql/data
          - /var/run/docker.sock:/var/run/docker.sock:ro
        deploy:
          resources:
            limits: {cpus: "0.5", memory: 512M}
    """
        .replace("NUMBER", String.valueOf(i))
        .replace("PORT", String.valueOf(8000 + i % 1000));
  }

  private static String task(int i) {
    return """
    {
      "family": "service-NUMBER",
      "networkMode": "host",
      "requiresCompatibilities": ["EC2"],
      "containerDefinitions": [
        {
          "name": "main",
          "image": "registry.example.org/service:NUMBER",
          "cpu": 256,
          "memory": 512,
          "essential": true,
          "privileged": true,
          "portMappings": [{"containerPort": 80, "hostPort": 80, "protocol": "tcp"}],
          "environment": [{"name": "LEVEL", "value": "info"}],
          "mountPoints": [{"sourceVolume": "data", "containerPath": "/data"}]
        }
      ],
      "volumes": [{"name": "data", "host": {"sourcePath": "/var/lib/service"}}]
    }
    """
        .replace("NUMBER", String.valueOf(i));
  }

  private static String app(int i) {
    return """
    {
      "id": "/team/service-NUMBER",
      "cmd": "exec /service",
      "cpus": 0.5,
      "mem": 256,
      "instances": 2,
      "container": {
        "type": "DOCKER",
        "docker": {
          "image": "registry.example.org/service:NUMBER",
          "privileged": true,
          "parameters": [{"key": "cap-add", "value": "SYS_ADMIN"}]
        },
        "portMappings": [{"containerPort": 80, "hostPort": 0}],
        "volumes": [{"containerPath": "/data", "hostPath": "/srv/data", "mode": "RW"}]
      },
      "networks": [{"mode": "container/bridge"}]
    }
    """
        .replace("NUMBER", String.valueOf(i));
  }
}
