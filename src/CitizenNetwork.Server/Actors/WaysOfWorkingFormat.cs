using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Server.Records;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Actors;

/// <summary>How an actor's ways of working stand on the wire; a message that says nothing is none.</summary>
internal static class WaysOfWorkingFormat
{
    public static V1.WaysOfWorking? ToMessage(WaysOfWorking? ways) => ways is null ? null : new V1.WaysOfWorking
    {
        Pace = ways.Pace.As<V1.Pace>(),
        Hours = { ways.Hours.To<WorkingHours, V1.WorkingHours>() },
        Formality = ways.Formality.As<V1.Formality>(),
        DecisionMode = ways.DecisionMode.As<V1.DecisionMode>(),
    };

    public static WaysOfWorking? ToRecord(V1.WaysOfWorking? message) => message is null || message.CalculateSize() == 0 ? null : new WaysOfWorking(
        message.Pace.As<Pace>(),
        message.Hours.As<V1.WorkingHours, WorkingHours>(),
        message.Formality.As<Formality>(),
        message.DecisionMode.As<DecisionMode>());
}
