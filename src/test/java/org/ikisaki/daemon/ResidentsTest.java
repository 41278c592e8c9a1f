package org.ikisaki.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResidentsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  @Test
  void theyStopSideBySide() {
    CyclicBarrier together = new CyclicBarrier(3);
    List<Patient> patients =
        List.of(new Patient(together), new Patient(together), new Patient(together));
    Residents residents = residents(patients);

    residents.start();
    residents.stop(LONG);

    assertThat(failure.get()).isNull();
    assertThat(patients).allMatch(patient -> patient.hasReturned);
  }

  @Test
  void oneThatFailsToStopKeepsNobodyElse() {
    Patient patient = new Patient(new CyclicBarrier(1));
    Patient broken =
        new Patient(new CyclicBarrier(1)) {
          @Override
          public void stop() throws Exception {
            super.stop();
            throw new IllegalStateException("broken");
          }
        };
    Residents residents = residents(List.of(broken, patient));

    residents.start();
    residents.stop(LONG);

    assertThat(failure.get()).hasMessage("broken");
    assertThat(patient.hasReturned).isTrue();
  }

  private Residents residents(List<Patient> patients) {
    return new Residents(patients, (name, cause) -> failure.set(cause));
  }

  /** Stops once all who share its barrier are to stop. */
  private static class Patient implements Resident {
    private final CyclicBarrier together;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean hasReturned;

    Patient(CyclicBarrier together) {
      this.together = together;
    }

    @Override
    public String name() {
      return "patient";
    }

    @Override
    public void run() throws InterruptedException {
      stopped.await();
      hasReturned = true;
    }

    @Override
    public void stop() throws Exception {
      together.await(LONG.toSeconds() / 2, TimeUnit.SECONDS);
      stopped.countDown();
    }
  }
}
