package org.ikisaki.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgendaTest {
  private final Agenda agenda = new Agenda(new Dice(1));
  private final List<String> done = new ArrayList<>();

  @Test
  void stepsComeInOrderOfTimeThenOfEntry() {
    agenda.at(20, () -> done.add("late"));
    agenda.at(10, () -> done.add("first"));
    agenda.at(10, () -> done.add("second"));

    drain();

    assertThat(done).containsExactly("first", "second", "late");
  }

  @Test
  void aConversationGoesOnUntilItIsDone() {
    agenda.add(
        10,
        now -> {
          done.add("at " + now);
          return now < 30 ? now + 10 : Conversation.DONE;
        });
    agenda.at(15, () -> done.add("between"));

    drain();

    assertThat(done).containsExactly("at 10", "between", "at 20", "at 30");
  }

  @Test
  void aStepIntoThePastIsAMistake() {
    agenda.add(10, now -> now - 1);

    assertThatThrownBy(agenda::step).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anEmptyAgendaIsDone() {
    assertThat(agenda.nextTime()).isEqualTo(Conversation.DONE);
  }

  private void drain() {
    while (agenda.nextTime() != Conversation.DONE) {
      agenda.step();
    }
  }
}
