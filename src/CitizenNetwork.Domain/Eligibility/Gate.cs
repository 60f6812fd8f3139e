using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;

namespace CitizenNetwork.Domain.Eligibility;

/// <summary>One criterion of a kind of offer. A further criterion is one more of them in the list of its kind.</summary>
/// <param name="Criterion">The criterion.</param>
/// <param name="Add">Adds how it stands for an offer: nothing where the offer does not set it.</param>
internal sealed record Gate<T>(Criterion Criterion, GateCheck<T> Add);

/// <summary>What a gate looks at.</summary>
/// <param name="rules">The day and the territories.</param>
/// <param name="results">Takes the result.</param>
/// <param name="asker">Who asks.</param>
/// <param name="offer">What is offered.</param>
/// <param name="owner">Actor behind the offer; null when it is no longer registered.</param>
/// <param name="wishes">Wishes of the query.</param>
internal delegate void GateCheck<T>(EligibilityRules rules, ImmutableArray<CriterionResult>.Builder results, Asker asker, T offer, Actor? owner, Wishes wishes);
