package dev.breakwater.inventory.java;

import org.jspecify.annotations.Nullable;

/**
 * An artifact whose makers put no Maven data into their jars (Gradle and Ant put none), but which
 * can be told with certainty: the archive has its name <em>and</em> a class, or a module name, that
 * no other artifact of that name has. A name alone proves nothing, and what is not in this table is
 * not guessed.
 *
 * @param witness the entry that must be in the archive; null where the module name is the witness
 */
record KnownArtifact(String groupId, String artifactId, @Nullable String witness) {

  /**
   * The artifact that an archive claims by its name to be.
   *
   * @param artifact the file's name without version
   * @param module the manifest's {@code Automatic-Module-Name}
   * @return null where it is none of the known
   */
  static @Nullable KnownArtifact claimed(String artifact, String version, @Nullable String module) {
    if (artifact.startsWith("spring-")) {
      return spring(artifact, module);
    }
    if (artifact.startsWith("bc")) {
      return bouncyCastle(artifact);
    }
    return switch (artifact) {
      case "tomcat-embed-core" ->
          known("org.apache.tomcat.embed", artifact, "org/apache/catalina/startup/Tomcat.class");
      case "tomcat-embed-websocket" ->
          known("org.apache.tomcat.embed", artifact, "org/apache/tomcat/websocket/WsSession.class");
      case "tomcat-embed-jasper" ->
          known("org.apache.tomcat.embed", artifact, "org/apache/jasper/servlet/JspServlet.class");
      // Tomcat's distribution names its jars differently from its repository.
      case "catalina" ->
          known(
              "org.apache.tomcat", "tomcat-catalina", "org/apache/catalina/startup/Catalina.class");
      case "jasper" ->
          known("org.apache.tomcat", "tomcat-jasper", "org/apache/jasper/servlet/JspServlet.class");
      case "tomcat-coyote" ->
          known("org.apache.tomcat", artifact, "org/apache/coyote/Adapter.class");
      case "tomcat-websocket" ->
          known("org.apache.tomcat", artifact, "org/apache/tomcat/websocket/WsSession.class");
      case "kafka-clients" ->
          known(
              "org.apache.kafka",
              artifact,
              "org/apache/kafka/clients/producer/KafkaProducer.class");
      case "kafka_2.11", "kafka_2.12", "kafka_2.13" ->
          known("org.apache.kafka", artifact, "kafka/Kafka.class");
      case "zookeeper" ->
          known("org.apache.zookeeper", artifact, "org/apache/zookeeper/ZooKeeper.class");
      case "lucene-core" ->
          known("org.apache.lucene", artifact, "org/apache/lucene/index/IndexWriter.class");
      case "elasticsearch" ->
          known("org.elasticsearch", artifact, "org/elasticsearch/Version.class");
      case "hibernate-core" ->
          known(
              olderThan(version, 6) ? "org.hibernate" : "org.hibernate.orm",
              artifact,
              "org/hibernate/SessionFactory.class");
      case "groovy" ->
          known(
              olderThan(version, 4) ? "org.codehaus.groovy" : "org.apache.groovy",
              artifact,
              "groovy/lang/GroovyShell.class");
      case "dom4j" ->
          known(
              olderThan(version, 2) ? "dom4j" : "org.dom4j",
              artifact,
              "org/dom4j/io/SAXReader.class");
      case "h2" -> known("com.h2database", artifact, "org/h2/Driver.class");
      case "postgresql" -> known("org.postgresql", artifact, "org/postgresql/Driver.class");
      case "protobuf-java" ->
          known("com.google.protobuf", artifact, "com/google/protobuf/Message.class");
      case "okhttp" -> known("com.squareup.okhttp3", artifact, "okhttp3/OkHttpClient.class");
      case "kotlin-stdlib" -> known("org.jetbrains.kotlin", artifact, "kotlin/Unit.class");
      case "snappy-java" -> known("org.xerial.snappy", artifact, "org/xerial/snappy/Snappy.class");
      case "reactor-netty-http" ->
          known("io.projectreactor.netty", artifact, "reactor/netty/http/client/HttpClient.class");
      case "velocity" ->
          known("org.apache.velocity", artifact, "org/apache/velocity/app/VelocityEngine.class");
      case "ant" -> known("org.apache.ant", artifact, "org/apache/tools/ant/Main.class");
      case "log4j" -> known("log4j", artifact, "org/apache/log4j/Logger.class");
      case "junit" -> known("junit", artifact, "junit/framework/TestCase.class");
      case "commons-beanutils" ->
          known(artifact, artifact, "org/apache/commons/beanutils/BeanUtils.class");
      case "commons-collections" ->
          known(artifact, artifact, "org/apache/commons/collections/Transformer.class");
      case "commons-fileupload" ->
          known(artifact, artifact, "org/apache/commons/fileupload/FileUpload.class");
      case "commons-httpclient" ->
          known(artifact, artifact, "org/apache/commons/httpclient/HttpClient.class");
      default -> null;
    };
  }

  private static KnownArtifact known(String groupId, String artifactId, String witness) {
    return new KnownArtifact(groupId, artifactId, witness);
  }

  /** Spring's modules are named as its artifacts are. */
  private static @Nullable KnownArtifact spring(String artifact, @Nullable String module) {
    if (!artifact.replace('-', '.').equals(module)) {
      return null;
    }
    String part = artifact.substring("spring-".length());
    String groupId =
        switch (part) {
          case "aop", "aspects", "beans", "context", "context-indexer", "context-support" ->
              "org.springframework";
          case "core", "expression", "instrument", "jcl", "jdbc", "jms", "messaging", "orm" ->
              "org.springframework";
          case "oxm", "r2dbc", "test", "tx", "web", "webflux", "webmvc", "websocket" ->
              "org.springframework";
          case "boot", "boot-actuator", "boot-actuator-autoconfigure", "boot-autoconfigure" ->
              "org.springframework.boot";
          case "boot-devtools", "boot-loader" -> "org.springframework.boot";
          case "security-acl", "security-aspects", "security-cas", "security-config" ->
              "org.springframework.security";
          case "security-core", "security-crypto", "security-data", "security-ldap" ->
              "org.springframework.security";
          case "security-messaging", "security-oauth2-client", "security-oauth2-core" ->
              "org.springframework.security";
          case "security-oauth2-jose", "security-oauth2-resource-server", "security-rsocket" ->
              "org.springframework.security";
          case "security-saml2-service-provider", "security-taglibs", "security-web" ->
              "org.springframework.security";
          default -> null;
        };
    return groupId == null ? null : new KnownArtifact(groupId, artifact, null);
  }

  /** {@code bcprov-jdk15on} and the like. */
  private static @Nullable KnownArtifact bouncyCastle(String artifact) {
    int hyphen = artifact.indexOf("-jdk");
    if (hyphen < 0) {
      return null;
    }
    String directory = "org/bouncycastle/";
    return switch (artifact.substring(0, hyphen)) {
      case "bcprov" ->
          known(
              "org.bouncycastle", artifact, directory + "jce/provider/BouncyCastleProvider.class");
      case "bcpkix" ->
          known("org.bouncycastle", artifact, directory + "cert/X509CertificateHolder.class");
      case "bcpg" -> known("org.bouncycastle", artifact, directory + "openpgp/PGPObject.class");
      default -> null;
    };
  }

  private static boolean olderThan(String version, int major) {
    int end = 0;
    while (end < version.length()
        && end < 9
        && version.charAt(end) >= '0'
        && version.charAt(end) <= '9') {
      end++;
    }
    return end > 0 && Integer.parseInt(version.substring(0, end)) < major;
  }
}
