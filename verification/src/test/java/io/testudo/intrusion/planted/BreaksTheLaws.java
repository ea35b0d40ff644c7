package io.testudo.intrusion.planted;

import ai.onnxruntime.PlantedSession;
import io.testudo.app.planted.AppNoun;
import io.testudo.intrusion.other.Partner;
import io.testudo.triage.planted.Neighbour;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.springframework.context.ApplicationContext;

/** A violation of every law at once, so that a test can see each caught. */
public class BreaksTheLaws {

  Neighbour neighbour = new Neighbour();
  PlantedSession nativeCode = new PlantedSession();
  AppNoun upstairs = new AppNoun();
  Partner partner = new Partner();
  LinkedBlockingQueue<String> unbounded = new LinkedBlockingQueue<>();

  Instant clock() {
    return Instant.now();
  }

  CompletableFuture<String> later() {
    return new CompletableFuture<>();
  }

  ApplicationContext framework(ApplicationContext context) {
    return context;
  }
}
