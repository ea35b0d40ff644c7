package io.testudo.intrusion.scan;

import io.testudo.intrusion.attempt.Outcome;
import io.testudo.intrusion.state.Saved;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The evidence that somebody's first contacts fail as a scanner's do and not as everybody's.
 *
 * <p>Each first contact multiplies the likelihood ratio of "scanner" to "as everybody": by the
 * ratio of the two probabilities of failing, or of succeeding. Two kinds of scanner are considered
 * with equal weight, one whose contacts succeed one time in five, and one that works a stale list
 * and succeeds three times in five; the ratio is the mean of both.
 */
final class ThresholdRandomWalk {

  /*
   * Jung, Paxson, Berger, Balakrishnan: Fast Portscan Detection Using Sequential Hypothesis Testing
   * (IEEE S&P 2004). Theirs: success probability 0.8 for the honest, 0.2 for scanners, and a lower
   * threshold at which somebody is held honest and no longer watched.
   *
   * Deviations. (1) Their traces of 2003 met an honest success rate of 0.8; ours starts from 0.95,
   * lowered by the caller, step by step, to what others at the site meet at that moment, so that an
   * outage does not make everybody a scanner. The probability is fixed before the outcome is seen,
   * so the ratio stays a martingale under the null hypothesis, and by Ville's inequality the chance
   * that it ever reaches 1/a is at most a. (2) A mixture of two alternatives. (3) Nobody is held
   * honest for good: each part's logarithm is kept at or above -2, so that a compromised host
   * cannot live on its past; the bound on chance then holds for each excursion from that floor.
   *
   * Cost: constant per contact. Not thread-safe.
   */
  private static final double AGGRESSIVE_FAILS = 0.8;
  private static final double STALE_FAILS = 0.4;
  private static final double FLOOR = -2;
  private static final double MOST = 300;

  private double aggressive;
  private double stale;

  /**
   * A first contact had this outcome.
   *
   * @param honestFails the probability that an honest contact fails now, 0.01..0.9
   */
  void step(Outcome outcome, double honestFails) {
    aggressive = moved(aggressive, outcome, Math.max(AGGRESSIVE_FAILS, honestFails), honestFails);
    stale = moved(stale, outcome, Math.max(STALE_FAILS, honestFails), honestFails);
  }

  private static double moved(double log, Outcome outcome, double fails, double honestFails) {
    double step =
        outcome == Outcome.FAILED
            ? Math.log(fails / honestFails)
            : Math.log((1 - fails) / (1 - honestFails));
    return Math.clamp(log + step, FLOOR, MOST);
  }

  /** Natural logarithm of the likelihood ratio. */
  double logRatio() {
    double greater = Math.max(aggressive, stale);
    double lesser = Math.min(aggressive, stale);
    return greater + Math.log((1 + Math.exp(lesser - greater)) / 2);
  }

  void clear() {
    aggressive = 0;
    stale = 0;
  }

  void save(DataOutput out) throws IOException {
    out.writeDouble(aggressive);
    out.writeDouble(stale);
  }

  void restore(DataInput in) throws IOException {
    aggressive = Saved.readFinite(in);
    stale = Saved.readFinite(in);
  }
}
