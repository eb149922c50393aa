package dev.breakwater.posture.ecs;

import dev.breakwater.posture.docker.ContainerDraft;
import dev.breakwater.posture.docker.PodDraft;
import dev.breakwater.posture.source.Origin;
import dev.breakwater.posture.source.Value;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How much CPU and memory a task and its containers may use. A thousand and twenty-four units are
 * one CPU. The units of a container are its share where CPUs are scarce, so they are a request; the
 * limit is that of the task.
 *
 * @param cpu null where the task has no limit
 * @param memory null where the task has no limit
 */
record Limits(Form form, @Nullable Value cpu, @Nullable Value memory) {
  private static final String OF_TASK = "the limit of the whole task";

  static Limits ofTask(Value task, Form form, PodDraft pod) {
    Limits limits = new Limits(form, form.get(task, "cpu"), form.get(task, "memory"));
    put(limits.cpu, cpus(limits.cpu), "cpu", pod);
    put(limits.memory, bytes(limits.memory), "memory", pod);
    return limits;
  }

  private static void put(
      @Nullable Value written, @Nullable String quantity, String resource, PodDraft pod) {
    if (written != null && quantity != null) {
      pod.spec().in("resources").in("limits").put(resource, written.origin(), quantity);
    }
  }

  /** Sets what a container may use, by itself or as a part of the task. */
  void apply(Value definition, ContainerDraft container) {
    set(definition, "cpu", "requests", "cpu", container);
    set(definition, "memoryReservation", "requests", "memory", container);
    boolean limited = set(definition, "memory", "limits", "memory", container);
    String quantity = bytes(memory);
    if (!limited && memory != null && quantity != null) {
      container.resource("limits", "memory", memory.origin().assuming(OF_TASK), quantity);
    }
    String cpus = cpus(cpu);
    if (cpu != null && cpus != null) {
      container.resource("limits", "cpu", cpu.origin().assuming(OF_TASK), cpus);
    }
    for (Value requirement : form.items(definition, "resourceRequirements")) {
      Value value = form.get(requirement, "value");
      String count = TaskReader.text(value);
      if (value != null && count != null && "GPU".equals(form.written(requirement, "type"))) {
        container.resource("limits", "nvidia.com/gpu", value.origin(), count);
      }
    }
  }

  private boolean set(
      Value definition, String name, String kind, String resource, ContainerDraft container) {
    Value written = form.get(definition, name);
    String quantity = resource.equals("cpu") ? cpus(written) : bytes(written);
    // Zero units are none: then Docker decides.
    if (written == null || quantity == null || quantity.startsWith("0")) {
      return false;
    }
    Origin from = written.origin();
    container.resource(kind, resource, from, quantity);
    return true;
  }

  /** {@code 256} or {@code .25 vCPU} as {@code 250m}; null where it is none of them. */
  private static @Nullable String cpus(@Nullable Value written) {
    String text = TaskReader.text(written);
    if (text == null) {
      return null;
    }
    String lower = text.strip().toLowerCase(Locale.ROOT);
    boolean whole = lower.endsWith("vcpu");
    Double number = number(whole ? lower.substring(0, lower.length() - 4).strip() : lower);
    if (number == null) {
      return null;
    }
    long thousandths = (long) Math.ceil(whole ? number * 1000 : number * 1000 / 1024);
    return thousandths + "m";
  }

  /** {@code 512} or {@code 0.5 GB} as {@code 512Mi}; null where it is none of them. */
  private static @Nullable String bytes(@Nullable Value written) {
    String text = TaskReader.text(written);
    if (text == null) {
      return null;
    }
    String lower = text.strip().toLowerCase(Locale.ROOT);
    boolean giga = lower.endsWith("gb");
    boolean mega = lower.endsWith("mb") || lower.endsWith("mib");
    int unit = giga ? 2 : mega ? lower.length() - lower.indexOf('m') : 0;
    Double number = number(lower.substring(0, lower.length() - unit).strip());
    return number == null ? null : (long) Math.ceil(giga ? number * 1024 : number) + "Mi";
  }

  private static @Nullable Double number(String text) {
    if (text.isEmpty() || text.length() > 12) {
      return null;
    }
    boolean digits = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      digits |= c >= '0' && c <= '9';
      if (c != '.' && (c < '0' || c > '9')) {
        return null;
      }
    }
    return digits && text.indexOf('.') == text.lastIndexOf('.') ? Double.valueOf(text) : null;
  }
}
