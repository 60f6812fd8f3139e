using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Reminders;
using Orleans.Runtime;
using Orleans.Timers;

namespace Orleans.Hosting;

/// <summary>How reminders are driven.</summary>
public sealed class ReminderOptions
{
    public TimeSpan MinimumReminderPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the table is read again.</summary>
    public TimeSpan RefreshReminderListPeriod { get; set; } = TimeSpan.FromMinutes(5);
}

/// <summary>Adds reminders; the table comes from whoever registers an <see cref="IReminderTable"/>.</summary>
public static class SiloBuilderReminderExtensions
{
    public static ISiloBuilder AddReminders(this ISiloBuilder builder)
    {
        builder.Services.AddReminders();
        return builder;
    }

    public static void AddReminders(this IServiceCollection services)
    {
        if (!services.Any(service => service.ServiceType == typeof(ReminderService)))
        {
            services.AddSingleton<ReminderService>();
            services.AddSingleton<ISiloPart>(static provider => provider.GetRequiredService<ReminderService>());
            services.TryAddSingleton<IReminderRegistry>(static provider => provider.GetRequiredService<ReminderService>());
        }
    }
}

/// <summary>Adds reminders that live as long as the cluster.</summary>
public static class SiloBuilderReminderMemoryExtensions
{
    public static ISiloBuilder UseInMemoryReminderService(this ISiloBuilder builder)
    {
        builder.AddReminders();
        builder.Services.AddSingleton<IReminderTable>(static provider => provider.GetRequiredService<Cluster>().Shared<InMemoryReminderTable>());
        return builder;
    }
}
